// What is wrong on this page, above everything else; takes the focus, each line leads to its field.
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/text';

export interface PageError { message: string; field?: string | undefined }

interface Properties {
  errors: readonly PageError[];
  /** Grows with every attempt, so that the focus comes back here each time. */
  attempt: number;
  title?: string;
}

function goTo(event: MouseEvent, field: string): void {
  const element = document.getElementById(field);
  if (!element) return;
  event.preventDefault();
  element.scrollIntoView({ block: 'center' });
  element.focus({ preventScroll: true });
}

export function ErrorSummary({ errors, attempt, title }: Properties) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (errors.length > 0) box.current?.focus();
  }, [attempt, errors.length > 0]);
  if (errors.length === 0) return null;
  return (
    <div class="error-summary" ref={box} tabIndex={-1} role="alert" aria-labelledby="error-summary-title">
      <h2 id="error-summary-title" class="error-summary__title">{title ?? t('common.check_your_input')}</h2>
      <ul>
        {errors.map(({ message, field }) => (
          <li key={message}>
            {field ? <a href={`#${field}`} onClick={(event) => goTo(event, field)}>{message}</a> : message}
          </li>
        ))}
      </ul>
    </div>
  );
}
