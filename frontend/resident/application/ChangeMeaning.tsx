// What a change would mean: each use with its old and new fee, what cannot be changed and why, and the money; of what
// staff decide, that it can be applied for.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ChangePreview } from '../../shared/api/applications';
import { sentenceOfCode } from '../../shared/api/wording';
import { Banner } from '../../shared/components/Banner';
import { TextField } from '../../shared/components/Field';
import { Icon } from '../../shared/components/Icon';
import { canBeAppliedFor, moneyWords, setOffWords } from '../../shared/fee/live_change';
import { yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { ticketChangeWords } from '../../shared/tickets/change_words';
import { daysBetween } from '../../shared/time/civil';
import { dateAndTimeWords } from '../use_words';
import { spaceOf, type ApplicationView } from './WithApplication';

type ChangeLine = ChangePreview['changes'][number];

interface Properties { view: ApplicationView; preview: ChangePreview; busy: boolean; onChange(): void; onApply(words: string): void; onBack(): void }

const most_words = 500;

function Line({ view, change }: { view: ApplicationView; change: ChangeLine }) {
  const space = spaceOf(view.facility, change);
  const before = view.application.bookings.find(({ booking_id }) => booking_id === change.booking_id);
  const time = { ...change, band: undefined, nights: change.last_date > change.date ? daysBetween(change.date, change.last_date) : undefined };
  return (
    <tr>
      <th scope="row">
        {dateAndTimeWords(space, time)}<br />{townText(space.name)}
        {before && before.date !== change.date && <span class="fee__count">{t('resident.change.was', { what: dateAndTimeWords(spaceOf(view.facility, before), before) })}</span>}
        {change.additional_yen > 0 && <span class="fee__count">{t('resident.change.line_more', { amount: yen(change.additional_yen) })}</span>}
        {change.refund && (
          <span class="fee__count">{t('resident.change.line_refund', { percent: change.refund.percent, amount: yen(change.refund.yen), article: townText(change.refund.article) })}</span>
        )}
        {change.code !== null && change.code !== 'needs_review' && <span class="field__error"><Icon name="cross" />{sentenceOfCode(change.code, change.facts)}</span>}
      </th>
      <td class="number">{t('resident.change.from_to', { old: yen(change.old_yen), new: yen(change.new_yen) })}</td>
    </tr>
  );
}

/** What happens when it is applied for, and the words to who decides. */
function ToApplyFor({ view, preview, busy, onApply, onBack }: Omit<Properties, 'onChange'>) {
  const [words, setWords] = useState('');
  return (
    <>
      <Banner kind="info" title={t('resident.change.reviewed')}>
        <p>{moneyWords(preview)}</p>
        {[...ticketChangeWords(preview.changes), ...setOffWords(preview)].map((each) => <p key={each}>{each}</p>)}
        <p>{t('resident.change.reviewed_kept')}</p>
        <p>{t('resident.change.reviewed_money')}</p>
      </Banner>
      <TextField id="change-words" label={t('resident.change.words')} required={false} value={words} maxLength={most_words} onValue={setWords} />
      <p class="actions">
        <button type="button" class="button" aria-busy={busy} onClick={() => onApply(words.trim())}>{t('resident.change.apply')}</button>
        <button type="button" class="button button--secondary" onClick={onBack}>{t('resident.change.back')}</button>
      </p>
      <p>{t('resident.change.reviewed_call', { phone: view.facility.phone })}</p>
    </>
  );
}

export function ChangeMeaning({ view, preview, busy, onChange, onApply, onBack }: Properties) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="preview" aria-labelledby="preview-title">
      <h2 id="preview-title" ref={heading} tabIndex={-1}>{t('resident.change.preview')}</h2>
      <table class="fee">
        <thead>
          <tr><th scope="col">{t('resident.change.after')}</th><th scope="col" class="number">{t('resident.row.fee')}</th></tr>
        </thead>
        <tbody>{preview.changes.map((change) => <Line key={change.booking_id} view={view} change={change} />)}</tbody>
      </table>
      {canBeAppliedFor(preview)
        ? <ToApplyFor view={view} preview={preview} busy={busy} onApply={onApply} onBack={onBack} />
        : <AtOnce preview={preview} busy={busy} onChange={onChange} onBack={onBack} />}
    </section>
  );
}

function AtOnce({ preview, busy, onChange, onBack }: Omit<Properties, 'view' | 'onApply'>) {
  return (
    <>
      {preview.possible
        ? <Banner kind="info" title={moneyWords(preview)}>
          {[...ticketChangeWords(preview.changes), ...setOffWords(preview)].map((words) => <p key={words}>{words}</p>)}
          <p>{t('resident.change.kept')}</p>
        </Banner>
        : <Banner kind="error" title={t('resident.change.not_possible')} announce><p>{t('resident.change.kept')}</p></Banner>}
      <p class="actions">
        {preview.possible && (
          <button type="button" class="button" aria-busy={busy} onClick={onChange}>{t('resident.change.do')}</button>
        )}
        <button type="button" class="button button--secondary" onClick={onBack}>{t('resident.change.back')}</button>
      </p>
    </>
  );
}
