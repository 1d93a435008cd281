// Words for ears only.
import type { ComponentChildren } from 'preact';

export function Hidden({ children }: { children: ComponentChildren }) {
  return <span class="visually-hidden">{children}</span>;
}
