export function FinancePages() { return null; }
