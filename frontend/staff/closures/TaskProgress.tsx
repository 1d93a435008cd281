// How far revoking or reinstating is: it goes on beside this page, which asks now and then while somebody looks at it.
import { useEffect, useState } from 'preact/hooks';
import { loadClosureProgress, type ClosureTask } from '../../shared/api/staff';
import { Banner } from '../../shared/components/Banner';
import { Hidden } from '../../shared/components/Hidden';
import { t } from '../../shared/i18n/text';
import { doneOf, tenthsDone } from './report';

const ask_again_ms = 3_000;

interface Properties {
  closure_id: string;
  task: ClosureTask;
  /** Nothing is left, or the closure was lifted meanwhile. */
  onEnd(): void;
}

export function TaskProgress({ closure_id, task, onEnd }: Properties) {
  const [now, setNow] = useState(task);
  useEffect(() => {
    setNow(task);
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible') return;
      void loadClosureProgress(closure_id).then((answer) => {
        if (!answer.ok) return;
        if (answer.value.task === null || answer.value.task.kind !== task.kind) onEnd();
        else setNow(answer.value.task);
      });
    }, ask_again_ms);
    return () => clearInterval(timer);
  }, [closure_id, task]);
  const done = doneOf(now);
  return (
    <Banner kind="info" title={t(`staff.closure.task_${now.kind}`, { done, total: now.total })}>
      <progress max={now.total} value={done} aria-label={t('staff.closure.task_progress')} />
      <p>{t('staff.closure.task_left', { left: now.left })}</p>
      <p role="status"><Hidden>{t('staff.closure.task_percent', { percent: tenthsDone(now) })}</Hidden></p>
    </Banner>
  );
}
