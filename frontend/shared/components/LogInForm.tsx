// Logging in, the same for residents, the desk and finance.
import { useState } from 'preact/hooks';
import type { Failure } from '../api/answer';
import { logIn, type Session } from '../api/hiroba';
import { sentenceFor } from '../api/wording';
import { usePageTitle } from '../app/page_title';
import { t } from '../i18n/text';
import { ErrorSummary, type PageError } from './ErrorSummary';
import { TextField } from './Field';
import { Heading } from './Heading';
import type { ComponentChildren } from 'preact';

interface Properties {
  title: string;
  /** Says why this page is shown before the one that was wanted. */
  reason?: string | undefined;
  onLoggedIn(session: Session): void;
  /** What to say when the account is of another kind; undefined when it fits. */
  objection?(session: Session): string | undefined;
  children?: ComponentChildren;
}

function missing(name: string, password: string): PageError[] {
  const errors: PageError[] = [];
  if (name === '') errors.push({ message: t('common.login_name_missing'), field: 'login_name' });
  if (password === '') errors.push({ message: t('common.password_missing'), field: 'password' });
  return errors;
}

function messageFor(field: string, errors: readonly PageError[]): string | undefined {
  return errors.find((error) => error.field === field)?.message;
}

export function LogInForm({ title, reason, onLoggedIn, objection, children }: Properties) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [errors, setErrors] = useState<PageError[]>([]);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  usePageTitle(title, errors.length > 0);

  function refuse(found: PageError[]): void {
    setErrors(found);
    setAttempt((count) => count + 1);
  }

  function refuseFailure(failure: Failure): void {
    refuse([{ message: sentenceFor(failure), field: failure.kind === 'refusal' ? 'login_name' : undefined }]);
  }

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    const typed_name = name.normalize('NFKC').trim();
    const found = missing(typed_name, password);
    if (found.length > 0) return refuse(found);
    setBusy(true);
    const answer = await logIn(typed_name, password);
    setBusy(false);
    if (!answer.ok) return refuseFailure(answer.failure);
    const wrong = objection?.(answer.value);
    if (wrong !== undefined) return refuse([{ message: wrong, field: 'login_name' }]);
    onLoggedIn(answer.value);
  }

  return (
    <>
      <ErrorSummary errors={errors} attempt={attempt} />
      <Heading>{title}</Heading>
      {reason && <p class="lead">{reason}</p>}
      <form class="form" onSubmit={(event) => void submit(event)} noValidate>
        <TextField id="login_name" label={t('common.login_name')} value={name} onValue={setName} required
          autoComplete="username" maxLength={100} error={messageFor('login_name', errors)} />
        <TextField id="password" label={t('common.password')} value={password} onValue={setPassword} required
          type="password" autoComplete="current-password" maxLength={200} error={messageFor('password', errors)} />
        <button class="button" type="submit" aria-busy={busy}>{t('common.log_in')}</button>
      </form>
      {children}
    </>
  );
}
