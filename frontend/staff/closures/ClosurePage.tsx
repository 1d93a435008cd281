// One closure: what became of every booking in its way, deciding about those kept, lifting it.
import { useEffect, useState } from 'preact/hooks';
import { liftClosure, loadClosure, revokeForClosure, type ClosureReport } from '../../shared/api/staff';
import { hasCode } from '../../shared/api/wording';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to, usePlace } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { SummaryList } from '../../shared/components/SummaryList';
import { Waiting } from '../../shared/components/Waiting';
import { yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { useTown } from '../../shared/town';
import { refreshCounters } from '../parts/counters';
import { instantText } from '../parts/place_text';
import { RadioGroup } from '../parts/RadioGroup';
import { useAction } from '../parts/use_action';
import { ConflictTable } from './ConflictTable';
import { closurePeriodText, closurePlaceText } from './closure_text';
import { countOf, unlisted } from './report';
import { TaskProgress } from './TaskProgress';

export function ClosurePage({ closure_id }: { closure_id: string }) {
  const { query } = usePlace();
  const { remote, reload, put } = useRemote(() => loadClosure(closure_id), [closure_id]);
  usePageTitle(t('staff.closure.title'));

  function changed(report: ClosureReport): void {
    put(report);
    refreshCounters();
  }

  return (
    <>
      <p><a class="back-link" href={to('/closures')}><Icon name="back" />{t('staff.closures.title')}</a></p>
      <Heading>{t('staff.closure.title')}</Heading>
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && <Report report={remote.value} just_closed={query.has('closed')} onReport={changed}
        onOutdated={() => { void reload(); refreshCounters(); }} />}
    </>
  );
}

/** `onOutdated`: what was loaded is not what is any more. */
interface ReportProperties extends Properties { just_closed: boolean; onOutdated(): void }

function Report({ report, just_closed, onReport, onOutdated }: ReportProperties) {
  const { town } = useTown();
  const { closure, totals, task } = report;
  const count = countOf(report);
  return (
    <>
      {task !== null && <TaskProgress closure_id={closure.closure_id} task={task} onEnd={onOutdated} />}
      <div role="status">
        {task === null && <Result report={report} just_closed={just_closed} />}
      </div>
      <SummaryList rows={[
        { name: t('staff.closure.kind'), value: t(`staff.closure.kind_${closure.kind}`) },
        { name: t('staff.closure.reach'), value: closurePlaceText(town, closure) },
        { name: t('staff.closure.period'), value: closurePeriodText(closure) },
        { name: t('staff.panel.reason'), value: townText(closure.reason) },
        { name: t('staff.closure.made'), value: `${closure.made_by} ${instantText(closure.made_at_ms)}` },
        ...(closure.lifted_at_ms === null ? [] : [{ name: t('staff.closure.lifted'), value: instantText(closure.lifted_at_ms) }]),
        { name: t('staff.closure.refund_due'), value: yen(totals.refund_yen) },
      ]} />
      <h2 id="conflicts-title">{t('staff.closure.conflicts', { count })}</h2>
      {count > 0 && <Conflicts report={report} onReport={onReport} onLifted={onOutdated} />}
      {closure.state === 'in_force' && <Lifting report={report} onReport={onReport} />}
    </>
  );
}

/** What came of closing or lifting, once nothing is left to do. */
function Result({ report: { closure, totals }, just_closed }: { report: ClosureReport; just_closed: boolean }) {
  const { kept, revoked, reinstated, not_reinstated, refund_yen } = totals;
  if (closure.state === 'lifted')
    return <Banner kind={not_reinstated > 0 ? 'warning' : 'success'} title={t('staff.closure.lifted_result', { reinstated, not_reinstated })} />;
  return just_closed ? <Banner kind="success" title={t('staff.closure.closed_result', { revoked, kept, refund: yen(refund_yen) })} /> : null;
}

interface Properties { report: ClosureReport; onReport(report: ClosureReport): void }

/** `onLifted`: somebody else has lifted it since it was loaded. */
function Conflicts({ report, onReport, onLifted }: Properties & { onLifted(): void }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const action = useAction();
  const kept = report.conflicts.filter(({ outcome, to_do }) => outcome === 'kept' && !to_do).map(({ booking }) => booking.booking_id);
  useEffect(() => { if (action.failure && hasCode(action.failure, 'closure_lifted')) onLifted(); }, [action.failure]);
  const can_revoke = kept.length > 0 && report.closure.state === 'in_force';

  async function revoke(): Promise<void> {
    const changed = await action.run(() => revokeForClosure(report.closure.closure_id, [...chosen]));
    if (!changed) return;
    setChosen(new Set());
    onReport(changed);
  }

  return (
    <>
      <ConflictTable labelled_by="conflicts-title" conflicts={report.conflicts} more={unlisted(report)} {...(can_revoke ? { chosen, onChosen: setChosen } : {})} />
      {action.failure && <FailureNotice failure={action.failure} />}
      {can_revoke && (
        <div class="actions selection">
          <button type="button" class="button button--small button--secondary" onClick={() => setChosen(new Set(kept))}>{t('staff.selection.all')}</button>
          <button type="button" class="button button--small button--danger" disabled={chosen.size === 0} aria-busy={action.busy} onClick={() => void revoke()}>
            {t('staff.closure.revoke_chosen', { count: chosen.size })}
          </button>
        </div>
      )}
    </>
  );
}

function Lifting({ report, onReport }: Properties) {
  const [reinstate, setReinstate] = useState<'yes' | 'no'>('yes');
  const [asked, setAsked] = useState(false);
  const action = useAction();
  // What is being revoked at this moment can be brought back as well.
  const revoked = report.totals.revoked + (report.task?.left ?? 0);

  async function lift(): Promise<void> {
    const changed = await action.run(() => liftClosure(report.closure.closure_id, revoked > 0 && reinstate === 'yes'));
    if (changed) onReport(changed);
  }

  if (!asked) {
    return <p class="selection"><button type="button" class="button button--secondary" onClick={() => setAsked(true)}>{t('staff.closure.lift_open')}</button></p>;
  }
  return (
    <div class="question" role="group" aria-label={t('staff.closure.lift_open')}>
      {revoked > 0 && (
        <RadioGroup id="reinstate" legend={t('staff.closure.reinstate')} value={reinstate} onValue={(answer) => setReinstate(answer)} help={t('staff.closure.reinstate_help')}
          options={(['yes', 'no'] as const).map((answer) => ({ value: answer, text: t(`staff.closure.reinstate_${answer}`) }))} />
      )}
      {action.failure && <FailureNotice failure={action.failure} />}
      <div class="actions">
        <button type="button" class="button button--small" aria-busy={action.busy} onClick={() => void lift()}>{t('staff.closure.lift')}</button>
        <button type="button" class="button button--small button--secondary" onClick={() => setAsked(false)}>{t('staff.question.no')}</button>
      </div>
    </div>
  );
}
