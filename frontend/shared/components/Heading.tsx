// The one h1 of a page. After moving here it takes the focus, so ears and keyboard start at the top.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { usePlace } from '../app/router';

let announced_visit = 1;

interface Properties {
  children: ComponentChildren;
  focus?: boolean;
  /** For a page whose content changed under the person's hands: takes the focus if it has fallen out. */
  catches_focus?: boolean;
}

export function Heading({ children, focus = true, catches_focus = false }: Properties) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { key } = usePlace();
  useEffect(() => {
    if (!focus || key <= announced_visit) return;
    announced_visit = key;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [key, focus]);
  useEffect(() => {
    if (catches_focus && document.activeElement === document.body) heading.current?.focus();
  }, [catches_focus]);
  return <h1 ref={heading} tabIndex={-1}>{children}</h1>;
}
