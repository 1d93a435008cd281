// Something that is only needed sometimes: nothing of it exists before it is opened.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

interface Properties {
  summary: string;
  /** It is needed now: opens, and stays open afterwards. */
  needed?: boolean;
  children: ComponentChildren;
}

export function Disclosure({ summary, needed = false, children }: Properties) {
  const [open, setOpen] = useState(needed);
  useEffect(() => { if (needed) setOpen(true); }, [needed]);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {open && children}
    </details>
  );
}
