export function StaffPages() { return null; }
