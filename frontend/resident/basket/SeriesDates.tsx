// The dates of a series: what is free can be ticked, the rest says why not.
import type { SeriesPreview } from '../../shared/api/applications';
import { sentenceOfCode } from '../../shared/api/wording';
import { longDate, yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { Checkboxes } from '../Checkboxes';

interface Properties {
  preview: SeriesPreview;
  ticked: readonly string[];
  most: number;
  error: string | undefined;
  onTick(ticked: string[]): void;
}

export function SeriesDates({ preview, ticked, most, error, onTick }: Properties) {
  const free = preview.dates.filter(({ code }) => code === null);
  const blocked = preview.dates.filter(({ code }) => code !== null);
  return (
    <>
      {free.length > 0 && (
        <Checkboxes id="dates" width="wide" legend={t('resident.series.tick')} help={t('resident.series.most', { most })} error={error} chosen={ticked}
          onChange={onTick} options={free.map(({ date, price_yen }) =>
            ({ value: date, text: price_yen === null ? longDate(date) : `${longDate(date)} ${yen(price_yen)}` }))} />
      )}
      {blocked.length > 0 && (
        <>
          <h3>{t('resident.series.blocked', { count: blocked.length })}</h3>
          <ul class="plain-list">
            {blocked.map(({ date, code, facts }) => <li key={date}>{longDate(date)}：{sentenceOfCode(code ?? '', facts)}</li>)}
          </ul>
        </>
      )}
      <p role="status">{t('resident.series.ticked', { count: ticked.length })}</p>
    </>
  );
}
