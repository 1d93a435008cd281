// 料金表: the annex of the ordinance as it is applied, for one of the days from which it holds.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { loadFeeTable, type FeeTable } from '../../shared/api/fee_table';
import type { Facility, Town } from '../../shared/api/hiroba';
import { useRemote } from '../../shared/app/remote';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { SelectField } from '../../shared/components/Field';
import { Waiting } from '../../shared/components/Waiting';
import { longDate, timeRange, yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { capWords, noteSpaces, noteTitle, noteWords, rowWords, unitWords, versionShown } from './annex_words';

export function AnnexTables({ town, facility }: { town: Town; facility: Facility }) {
  const [on, setOn] = useState<string | undefined>(undefined);
  const { remote, reload } = useRemote(() => loadFeeTable(facility.code, on), [facility.code, on]);
  return (
    <section class="annex" aria-labelledby="annex-title">
      <h2 id="annex-title">{t('resident.annex.title')}</h2>
      <p>{t('resident.annex.lead')}</p>
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && (
        <>
          <VersionChoice table={remote.value} onDay={setOn} />
          <Prices table={remote.value} facility={facility} />
          <Notes table={remote.value} facility={facility} />
          <Others table={remote.value} />
        </>
      )}
      <Reductions town={town} />
    </section>
  );
}

function VersionChoice({ table, onDay }: { table: FeeTable; onDay(day: string): void }) {
  const shown = versionShown(table);
  if (table.in_force_from.length < 2 && shown !== undefined) return <p>{t('resident.annex.from', { date: longDate(shown) })}</p>;
  return (
    <SelectField id="annex-version" label={t('resident.annex.in_force')} value={shown ?? ''} onValue={onDay}
      options={[...(shown === undefined ? [{ value: '', text: longDate(table.on) }] : []),
        ...table.in_force_from.map((day) => ({ value: day, text: t('resident.annex.from', { date: longDate(day) }) }))]} />
  );
}

/** A table that scrolls by itself where the page is narrow; its caption says what it is. */
function Scrolling({ id, caption, children }: { id: string; caption: string; children: ComponentChildren }) {
  return (
    <div class="table-frame" role="region" aria-labelledby={id} tabIndex={0}>
      <table class="list annex__table">
        <caption id={id}>{caption}</caption>
        {children}
      </table>
    </div>
  );
}

interface PriceProperties { table: FeeTable; facility: Facility }

function Prices(properties: PriceProperties) {
  const { table } = properties;
  if (table.band_prices.length === 0 && table.unit_prices.length === 0) return <p>{t('resident.annex.none')}</p>;
  return (
    <>
      {table.band_prices.length > 0 && <BandPrices {...properties} />}
      {table.unit_prices.length > 0 && <UnitPrices {...properties} />}
    </>
  );
}

function RowHead({ facility, row }: { facility: Facility; row: FeeTable['band_prices'][number] | FeeTable['unit_prices'][number] }) {
  const space = facility.spaces.find(({ code }) => code === row.space);
  const words = rowWords(row);
  return <th scope="row">{space ? townText(space.name) : row.space}{words && <span class="fee__count">{words}</span>}</th>;
}

function BandPrices({ table, facility }: PriceProperties) {
  return (
    <Scrolling id="annex-bands" caption={t('resident.annex.bands')}>
      <thead>
        <tr>
          <th scope="col">{t('resident.annex.space')}</th>
          {table.bands.map(({ code, name, start, end }) => (
            <th key={code} scope="col" class="number">{townText(name)}<span class="fee__count">{timeRange(start, end)}</span></th>
          ))}
          <th scope="col">{t('resident.annex.article')}</th>
        </tr>
      </thead>
      <tbody>
        {table.band_prices.map((row, index) => (
          <tr key={index}>
            <RowHead facility={facility} row={row} />
            {row.yen.map((price, column) => <td key={column} class="number">{price === null ? t('resident.annex.no_band') : yen(price)}</td>)}
            <td>{townText(row.article)} {capWords(row.day_cap)}</td>
          </tr>
        ))}
      </tbody>
    </Scrolling>
  );
}

function UnitPrices({ table, facility }: PriceProperties) {
  return (
    <Scrolling id="annex-units" caption={t('resident.annex.units')}>
      <thead>
        <tr>
          <th scope="col">{t('resident.annex.space')}</th>
          <th scope="col">{t('resident.annex.unit')}</th>
          <th scope="col" class="number">{t('resident.annex.price')}</th>
          <th scope="col">{t('resident.annex.article')}</th>
        </tr>
      </thead>
      <tbody>
        {table.unit_prices.map((row, index) => (
          <tr key={index}>
            <RowHead facility={facility} row={row} />
            <td>{unitWords(row)} {capWords(row.day_cap)}</td>
            <td class="number">{yen(row.yen)}</td>
            <td>{townText(row.article)}</td>
          </tr>
        ))}
      </tbody>
    </Scrolling>
  );
}

function Notes({ table, facility }: PriceProperties) {
  if (table.notes.length === 0) return null;
  return (
    <>
      <h3>{t('resident.annex.notes')}</h3>
      <p>{t(`resident.annex.${table.composition}`)}</p>
      <ul class="annex__notes">
        {table.notes.map((note, index) => (
          <li key={index}>
            <strong>{noteTitle(note)}</strong>
            {noteWords(note, table.composition).map((words) => <span key={words} class="annex__words">{words}</span>)}
            <span class="fee__count">{t('resident.annex.where', { spaces: noteSpaces(note, facility.spaces) })}</span>
            <span class="fee__article">{t('shared.fee.article', { article: townText(note.article) })}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Others({ table: { equipment, tickets } }: { table: FeeTable }) {
  return (
    <>
      {equipment.length > 0 && (
        <Scrolling id="annex-equipment" caption={t('shared.fee.equipment')}>
          <PieceHead />
          <tbody>
            {equipment.map(({ code, name, charge, yen: price, article }) => (
              <tr key={code}><th scope="row">{townText(name)}</th><td>{t(`shared.equipment.${charge}`, { price: yen(price) })}</td><td>{townText(article)}</td></tr>
            ))}
          </tbody>
        </Scrolling>
      )}
      {tickets.length > 0 && (
        <Scrolling id="annex-tickets" caption={t('resident.annex.tickets')}>
          <PieceHead />
          <tbody>
            {tickets.map(({ code, name, visits, price_class, yen: price, article }, index) => (
              <tr key={`${code} ${index}`}>
                <th scope="row">{townText(name)}{price_class && <span class="fee__count">{townText(price_class)}</span>}</th>
                <td>{t('resident.annex.visits', { visits, amount: yen(price) })}</td>
                <td>{townText(article)}</td>
              </tr>
            ))}
          </tbody>
        </Scrolling>
      )}
    </>
  );
}

function PieceHead() {
  return (
    <thead>
      <tr>
        <th scope="col">{t('shared.fee.line')}</th>
        <th scope="col">{t('resident.annex.price')}</th>
        <th scope="col">{t('resident.annex.article')}</th>
      </tr>
    </thead>
  );
}

const components = ['facility', 'additional', 'equipment'] as const;

function Reductions({ town }: { town: Town }) {
  if (town.reductions.length === 0) return null;
  return (
    <Scrolling id="annex-reductions" caption={t('resident.annex.reductions')}>
      <thead>
        <tr>
          <th scope="col">{t('shared.fee.line')}</th>
          {components.map((component) => <th key={component} scope="col" class="number">{t(`shared.fee.${component}`)}</th>)}
          <th scope="col">{t('resident.annex.article')}</th>
        </tr>
      </thead>
      <tbody>
        {town.reductions.map(({ code, name, percent, article }) => (
          <tr key={code}>
            <th scope="row">{townText(name)}</th>
            {components.map((component) => <td key={component} class="number">{t('resident.annex.percent', { percent: percent[component] })}</td>)}
            <td>{townText(article)}</td>
          </tr>
        ))}
      </tbody>
    </Scrolling>
  );
}
