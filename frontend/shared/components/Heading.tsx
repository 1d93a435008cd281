// The one h1 of a page. After moving here it takes the focus, so ears and keyboard start at the top.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { usePlace } from '../app/router';

let announced_visit = 1;

export function Heading({ children, focus = true }: { children: ComponentChildren; focus?: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { key } = usePlace();
  useEffect(() => {
    if (!focus || key <= announced_visit) return;
    announced_visit = key;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [key, focus]);
  return <h1 ref={heading} tabIndex={-1}>{children}</h1>;
}
