// What every page must keep: nothing for axe to find, no sideways scroll, no word of the console about our policies.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  expect(found, `axe on ${page.url()}`).toEqual([]);
}

export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(excess, `sideways scroll on ${page.url()}`).toBeLessThanOrEqual(0);
}

/** What sticks out of its frame, or is longer than its own box; and the name of the other language, broken over lines. */
async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const told: string[] = [];
    for (const box of document.querySelectorAll<HTMLElement>('.button, .languages a, .digits > span, .banner, .card, .radio label')) {
      const { left, right } = box.getBoundingClientRect();
      const frame = box.parentElement?.closest('.banner, .card, main, header')?.getBoundingClientRect();
      const outside = frame !== undefined && right - left > 0 && (left < frame.left - 1 || right > frame.right + 1);
      const broken = box.matches('.languages a') && box.clientHeight > 1.9 * parseFloat(getComputedStyle(box).lineHeight);
      if (outside || broken || box.scrollWidth > box.clientWidth + 1) told.push(`${box.className || box.tagName}: ${box.textContent}`);
    }
    return told;
  });
}

/** Twice the size of the text on the narrowest phone: nothing scrolls sideways, and nothing sticks out of its frame. */
export async function expectReadableWhenLarge(page: Page): Promise<void> {
  await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
  await expectNoSidewaysScroll(page);
  expect(await cutOff(page), `cut off on ${page.url()}`).toEqual([]);
}

export async function expectSound(page: Page): Promise<void> {
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
}

/** Collects what the browser complains about: scripts that fail, anything the content security policy stops. */
export function listenForComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript/.test(message.text())) complaints.push(message.text());
  });
  return complaints;
}

/** Every fee table that is open: its column of amounts, added up by whoever reads it, comes to the total below it. */
export async function expectFeesToAddUp(page: Page, at_least: number): Promise<void> {
  const tables = await page.locator('table.fee:has(tfoot)').evaluateAll((all) => all.map((table) => {
    const read = (cell: Element) => Number((cell.textContent ?? '').replace('−', '-').replace(/[^0-9-]/g, ''));
    return { lines: [...table.querySelectorAll('tbody td')].map(read), total: [...table.querySelectorAll('tfoot td')].map(read) };
  }));
  expect(tables.length, `fee tables on ${page.url()}`).toBeGreaterThanOrEqual(at_least);
  for (const { lines, total } of tables) expect([lines.reduce((sum, yen) => sum + yen, 0)], `a fee on ${page.url()}`).toEqual(total);
}
