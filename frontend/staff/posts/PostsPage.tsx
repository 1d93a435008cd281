// 職と代決: who holds which post, and naming a deputy for one's own for a period.
import { useState } from 'preact/hooks';
import { serverNow } from '../../shared/api/hiroba';
import { endDeputy, listPosts, nameDeputy, type Deputy, type Posts } from '../../shared/api/reviews';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { Banner } from '../../shared/components/Banner';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { SelectField, TextField } from '../../shared/components/Field';
import { Heading } from '../../shared/components/Heading';
import { Hidden } from '../../shared/components/Hidden';
import { Waiting } from '../../shared/components/Waiting';
import { shortDate } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { dateAt } from '../../shared/time/civil';
import { useAction } from '../parts/use_action';
import { empty_deputy, faultsOf, type DeputyForm } from './deputy_form';

type Post = Posts['posts'][number];

export function PostsPage() {
  const { remote, reload } = useRemote(listPosts, []);
  const [told, setTold] = useState('');
  usePageTitle(t('staff.posts.title'));
  function done(words: string): void {
    setTold(words);
    void reload();
  }
  return (
    <>
      <Heading>{t('staff.posts.title')}</Heading>
      <p>{t('staff.posts.help')}</p>
      <div role="status">{told && <Banner kind="success" title={told} />}</div>
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && remote.value.posts.length === 0 && <p>{t('staff.posts.none')}</p>}
      {remote.state === 'ready' && remote.value.posts.map((post) => <OnePost key={post.code} post={post} staff={remote.value.staff} onDone={done} />)}
    </>
  );
}

function periodText(first: string, last: string | null): string {
  return last === null ? t('staff.posts.from', { first: shortDate(first) }) : t('staff.posts.period', { first: shortDate(first), last: shortDate(last) });
}

interface Properties { post: Post; staff: Posts['staff']; onDone(words: string): void }

function OnePost({ post, staff, onDone }: Properties) {
  const action = useAction();
  async function end(deputy: Deputy): Promise<void> {
    if (await action.run(() => endDeputy(deputy.deputy_id))) onDone(t('staff.posts.ended', { name: deputy.name }));
  }
  const title_id = `post-${post.code}`;
  return (
    <section class="review" aria-labelledby={title_id}>
      <h2 id={title_id}>{townText(post.name)}</h2>
      {action.failure && <FailureNotice failure={action.failure} />}
      <p>{t('staff.posts.holders')} {post.holders.length === 0 ? t('staff.posts.vacant') : ''}</p>
      <ul>{post.holders.map(({ name, first, last }) => <li key={`${name} ${first}`}>{name} {periodText(first, last)}</li>)}</ul>
      {post.deputies.length > 0 && (
        <>
          <p>{t('staff.posts.deputies')}</p>
          <ul>
            {post.deputies.map((deputy) => (
              <li key={deputy.deputy_id}>
                {deputy.name} {periodText(deputy.first, deputy.last)}{' '}
                {post.mine && (
                  <button type="button" class="button button--small button--secondary" aria-busy={action.busy} onClick={() => void end(deputy)}>
                    {t('staff.posts.end')}<Hidden>{t('staff.list.open_what', { title: deputy.name })}</Hidden>
                  </button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {post.mine && <NewDeputy post={post} staff={staff} onDone={onDone} />}
    </section>
  );
}

function NewDeputy({ post, staff, onDone }: Properties) {
  const [form, setForm] = useState<DeputyForm>(empty_deputy);
  const [faults, setFaults] = useState<readonly (keyof DeputyForm)[]>([]);
  const action = useAction();
  const id = (field: keyof DeputyForm) => `${post.code}-${field}`;
  const errorOf = (field: keyof DeputyForm) => (faults.includes(field) ? t(`staff.posts.missing_${field}`) : undefined);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const found = faultsOf(form, dateAt(serverNow()));
    setFaults(found);
    const [first] = found;
    if (first) return document.getElementById(id(first))?.focus();
    const named = await action.run(() => nameDeputy(post.code, form));
    if (!named) return;
    setForm(empty_deputy);
    onDone(t('staff.posts.named', { name: named.name }));
  }

  return (
    <form class="form form--desk" onSubmit={(event) => void submit(event)} noValidate aria-label={t('staff.posts.name_deputy')}>
      <h3>{t('staff.posts.name_deputy')}</h3>
      {action.failure && <FailureNotice failure={action.failure} />}
      <SelectField id={id('account_id')} label={t('staff.posts.who')} required value={form.account_id} error={errorOf('account_id')}
        onValue={(account_id) => setForm({ ...form, account_id })}
        options={[{ value: '', text: t('staff.posts.choose') }, ...staff.map(({ account_id, name }) => ({ value: account_id, text: name }))]} />
      <div class="fields">
        <TextField id={id('first')} type="date" label={t('staff.posts.first')} required value={form.first} error={errorOf('first')}
          onValue={(first) => setForm({ ...form, first })} />
        <TextField id={id('last')} type="date" label={t('staff.posts.last')} required value={form.last} error={errorOf('last')}
          onValue={(last) => setForm({ ...form, last })} />
      </div>
      <button type="submit" class="button button--small" aria-busy={action.busy}>{t('staff.posts.do')}</button>
    </form>
  );
}
