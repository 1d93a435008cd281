// Hands that know only the keyboard.
import { expect, type Locator, type Page } from '@playwright/test';

const most_stops = 120;

function isFocused(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => element === document.activeElement);
}

/** Presses Tab until the element has the focus, as somebody without a pointer would. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stops = 0; stops < most_stops; stops += 1) {
    if (await isFocused(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${target}`);
}

export async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

export async function type(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

/** The date field of the browser takes its parts in the order of its own language: month, day, year. */
export async function typeDate(page: Page, target: Locator, date: string): Promise<void> {
  const [year, month, day] = date.split('-');
  await tabTo(page, target);
  await page.keyboard.type(`${month}${day}${year}`);
  await expect(target).toHaveValue(date);
}

/** Goes into a group of radio buttons and presses Space on the wanted one. */
export async function choose(page: Page, target: Locator): Promise<void> {
  const first = page.locator(`input[name="${await target.getAttribute('name')}"]`).first();
  await tabTo(page, first);
  for (let steps = 0; steps < 12 && !(await isFocused(target)); steps += 1) await page.keyboard.press('ArrowDown');
  if (!(await target.isChecked())) await page.keyboard.press('Space');
  await expect(target).toBeChecked();
}

/** Takes the first real answer of a select, where the page asks for one at all (a town may name no activities). */
export async function selectFirst(page: Page, target: Locator): Promise<void> {
  if (await target.count() === 0) return;
  await tabTo(page, target);
  await page.keyboard.press('ArrowDown');
  await expect(target).not.toHaveValue('');
}
