// One shift of a drawer: what it should hold, what moved, how it was counted.
import type { ShiftFile } from '../api/counter';
import { SummaryList } from '../components/SummaryList';
import { dateAndClock, yen } from '../format';
import { t } from '../i18n/text';

export function ShiftDetail({ file }: { file: ShiftFile }) {
  const { shift, entries, counts } = file;
  return (
    <>
      <SummaryList rows={[
        { name: t('shared.shift.holder'), value: shift.holder },
        { name: t('shared.shift.opened'), value: dateAndClock(shift.opened_at_ms) },
        ...(shift.closed_at_ms === null ? [] : [{ name: t('shared.shift.closed'), value: dateAndClock(shift.closed_at_ms) }]),
        ...(shift.closed_by === null ? [] : [{ name: t('shared.shift.closed_by'), value: shift.closed_by }]),
        { name: t('shared.shift.float'), value: yen(shift.float_yen) },
        { name: t('shared.shift.in'), value: yen(shift.in_yen) },
        { name: t('shared.shift.out'), value: yen(shift.out_yen) },
        { name: t('shared.shift.expected'), value: yen(shift.expected_yen) },
        ...(shift.counted_yen === null ? [] : [{ name: t('shared.shift.counted'), value: yen(shift.counted_yen) }]),
        ...(shift.difference_yen === null ? [] : [{ name: t('shared.shift.difference'), value: yen(shift.difference_yen) }]),
        ...(shift.difference_reason === null ? [] : [{ name: t('shared.shift.reason'), value: shift.difference_reason }]),
        ...(shift.looked_by === null ? [] : [{ name: t('shared.shift.looked_by'), value: [shift.looked_by, shift.look_note].filter(Boolean).join(' ') }]),
      ]} />
      <h2 id="entries-title">{t('shared.shift.entries')}</h2>
      {entries.length === 0 ? <p>{t('shared.shift.no_entries')}</p> : (
        <div class="table-frame" role="region" aria-labelledby="entries-title" tabIndex={0}>
          <table class="list">
            <thead>
              <tr>
                <th scope="col">{t('shared.shift.at')}</th>
                <th scope="col">{t('shared.shift.kind')}</th>
                <th scope="col">{t('shared.shift.number')}</th>
                <th scope="col" class="number">{t('shared.shift.amount')}</th>
                <th scope="col">{t('shared.shift.why')}</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.entry_id}>
                  <td class="list__time">{dateAndClock(entry.at_ms)}</td>
                  <td>{t(`shared.shift.kind_${entry.kind}`)}</td>
                  <th scope="row">{entry.application_number ?? '–'}</th>
                  <td class="number">{yen(entry.kind === 'payment' ? entry.amount_yen : -entry.amount_yen)}</td>
                  <td>{entry.reason ?? ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {counts.length > 0 && (
        <>
          <h2 id="counts-title">{t('shared.shift.counts')}</h2>
          <div class="table-frame" role="region" aria-labelledby="counts-title" tabIndex={0}>
            <table class="list">
              <thead>
                <tr><th scope="col">{t('shared.shift.denomination')}</th><th scope="col" class="number">{t('shared.shift.pieces')}</th><th scope="col" class="number">{t('shared.shift.amount')}</th></tr>
              </thead>
              <tbody>
                {counts.map(({ denomination_yen, pieces }) => (
                  <tr key={denomination_yen}>
                    <th scope="row">{yen(denomination_yen)}</th><td class="number">{pieces}</td><td class="number">{yen(denomination_yen * pieces)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </>
  );
}
