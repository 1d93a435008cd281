// Files as a browser and its phone make them.
import type { Page } from '@playwright/test';

export interface ChosenFile { name: string; mimeType: string; buffer: Buffer }

/** A picture of that kind, as a camera would have encoded it. */
export async function photo(page: Page, name: string, mimeType: 'image/jpeg' | 'image/png' = 'image/jpeg'): Promise<ChosenFile> {
  const encoded = await page.evaluate((kind) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1200, 900];
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error('no canvas');
    pen.fillStyle = '#fffbe6';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = '#222';
    for (let line = 0; line < 20; line += 1) pen.fillRect(80, 60 + line * 40, 300 + (line * 97) % 700, 12);
    return canvas.toDataURL(kind).split(',')[1] ?? '';
  }, mimeType);
  return { name, mimeType, buffer: Buffer.from(encoded, 'base64') };
}

/** The page itself, printed. */
export async function print(page: Page, name: string): Promise<ChosenFile> {
  return { name, mimeType: 'application/pdf', buffer: await page.pdf() };
}
