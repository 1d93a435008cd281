// 減免 of one application: what became of it, and granting a class that nobody asked for (who stands at the desk with a
// certificate asks with their mouth).
import { useState } from 'preact/hooks';
import type { Application, Town } from '../../shared/api/hiroba';
import { listReviews } from '../../shared/api/reviews';
import { useRemote } from '../../shared/app/remote';
import { SelectField } from '../../shared/components/Field';
import { t, townText } from '../../shared/i18n/text';
import { askable, reductionNamed } from '../../shared/terms/reductions';
import { Disclosure } from '../parts/Disclosure';
import { DraftNotice } from '../reductions/DraftNotice';
import { draftOf, isWithPosts } from '../reductions/reduction_draft';
import { ReductionDecisionForm } from '../reductions/ReductionDecisionForm';
import { isReducible } from './reducible';

interface Properties { application: Application; town: Town; onApplication(application: Application): void }

export function ApplicationReduction({ application, town, onApplication }: Properties) {
  const { application_id, version, reduction, kind } = application;
  const { remote } = useRemote(listReviews, [application_id, version]);
  const draft = remote.state === 'ready' ? draftOf(remote.value, application_id) : undefined;
  if (kind === 'official') return null;
  const known = reduction ? reductionNamed(town, reduction.code) : undefined;
  const name = known ? townText(known.name) : reduction?.code ?? '';
  return (
    <section aria-labelledby="reduction-title">
      <h2 id="reduction-title">{t('staff.reductions.title')}</h2>
      <p role="status">{reduction ? t(`staff.reductions.state_${reduction.state}`, { name }) : t('staff.reductions.state_none')}</p>
      {reduction?.reason && <p>{t('staff.reductions.why', { reason: reduction.reason })}</p>}
      {draft && <DraftNotice draft={draft} />}
      {reduction?.state === 'waiting' && !isWithPosts(draft) && <ReductionDecisionForm application={application} reduction={known} onDecided={onApplication} />}
      {reduction?.state !== 'waiting' && !isWithPosts(draft) && isReducible(application) && (
        <Disclosure key={application.version} summary={t('staff.reductions.grant_unasked')}>
          <GrantUnasked application={application} town={town} onApplication={onApplication} />
        </Disclosure>
      )}
    </section>
  );
}

function GrantUnasked({ application, town, onApplication }: Properties) {
  const classes = askable(town, application.user_class);
  const [code, setCode] = useState('');
  const chosen = classes.find((reduction) => reduction.code === code);
  return (
    <>
      <SelectField id="grant-class" label={t('staff.book.reduction')} value={code} onValue={setCode}
        options={[{ value: '', text: t('staff.choose') }, ...classes.map((reduction) => ({ value: reduction.code, text: townText(reduction.name) }))]} />
      {chosen && <ReductionDecisionForm key={chosen.code} application={application} reduction={chosen} unasked onDecided={onApplication} />}
    </>
  );
}
