// The fee after a change that is being chosen, beside what it is now, and the difference.
import { sentenceFor, sentenceOfCode } from '../api/wording';
import type { ChangePreview } from '../api/applications';
import { yen } from '../format';
import { t } from '../i18n/text';
import { alikeFees } from './fee_groups';
import { FeeTable } from './FeeTable';
import { canBeAppliedFor, feeAfter, feeBefore, moneyWords, setOffWords, type LiveChange as Live } from './live_change';

export function LiveChange({ live: { preview, failure, updating } }: { live: Live }) {
  return (
    <section class="live-fee" aria-labelledby="live-change-title" aria-busy={updating}>
      <h2 id="live-change-title">{t('shared.change.title')}</h2>
      <div role="status">
        {preview ? <Meaning preview={preview} updating={updating} />
          : <p>{failure ? sentenceFor(failure) : t(updating ? 'shared.fee.asking' : 'shared.change.nothing')}</p>}
      </div>
      {preview && alikeFees(preview.changes.flatMap(({ fee }) => (fee ? [fee] : [])), []).map(({ fee }, index) => (
        <details class="more" key={index}><summary>{t('shared.change.why', { amount: yen(fee.total_yen) })}</summary><FeeTable fee={fee} /></details>
      ))}
    </section>
  );
}

function Meaning({ preview, updating }: { preview: ChangePreview; updating: boolean }) {
  const refused = [...new Set(preview.changes.flatMap(({ code, facts }) => (code === null ? [] : [sentenceOfCode(code, facts)])))];
  const reviewed = canBeAppliedFor(preview);
  if (refused.length > 0 && !reviewed) return <>{refused.map((sentence) => <p key={sentence} class="field__error">{sentence}</p>)}</>;
  return (
    <>
      <p class="live-fee__total">
        <strong>{yen(feeAfter(preview))}</strong>
        <span>{t('shared.change.before', { amount: yen(feeBefore(preview)) })}</span>
        {updating && <small>{t('shared.fee.updating')}</small>}
      </p>
      {reviewed && <p>{t('shared.change.reviewed')}</p>}
      <p>{moneyWords(preview)}</p>
      {setOffWords(preview).map((words) => <p key={words}>{words}</p>)}
    </>
  );
}
