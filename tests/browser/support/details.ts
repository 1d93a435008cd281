// The form "what for, how many", filled in as a person does.
import type { Page } from '@playwright/test';

/** The first kind of use of the list, where the town names any. */
export async function chooseActivity(page: Page): Promise<void> {
  const activity = page.locator('#activity');
  await page.locator('#purpose').waitFor();
  if (await activity.count() > 0) await activity.selectOption({ index: 1 });
}

/** Nobody pays to come in, and nothing is sold. */
export async function answerNo(page: Page): Promise<void> {
  await page.locator('#charges-no').check();
  await page.locator('#sells-no').check();
}
