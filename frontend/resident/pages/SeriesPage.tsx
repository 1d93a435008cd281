// The same use every week or month: every date with what stands in its way; the free ones can be ticked and held.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageProperties } from '../page';
import { holdUses, previewSeries, type SeriesPreview } from '../../shared/api/applications';
import type { Failure } from '../../shared/api/answer';
import type { Facility, Space, Use } from '../../shared/api/hiroba';
import { sentenceFor } from '../../shared/api/wording';
import { usePageTitle } from '../../shared/app/page_title';
import { navigate, to, usePlace } from '../../shared/app/router';
import { ErrorSummary, type PageError } from '../../shared/components/ErrorSummary';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { SelectField, TextField } from '../../shared/components/Field';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { SummaryList } from '../../shared/components/SummaryList';
import { Waiting } from '../../shared/components/Waiting';
import { LiveFee } from '../../shared/fee/LiveFee';
import { useLiveQuotes } from '../../shared/fee/live_fees';
import { longDate, weekdayName } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { leftOutMonths } from '../../shared/terms/repetition';
import { findSpace, useTown } from '../../shared/town';
import { RequireLogIn } from '../account/RequireLogIn';
import { keepLeftOut } from '../basket/left_out';
import { isWeekly, rhythms, seriesErrors, seriesRequest, startingSeries, tickedAtFirst, usesOn, type Rhythm,
  type SeriesForm } from '../basket/series';
import { SeriesDates } from '../basket/SeriesDates';
import { placeOfUse, useOfQuery } from '../basket/use_place';
import { Checkboxes } from '../Checkboxes';
import { weekdays } from '../search/wish';
import { dateAndTimeWords, equipmentWords, requestedTimeWords, timesOfUse } from '../use_words';
import { NotFoundPage } from './NotFoundPage';

export function SeriesPage(_: PageProperties) {
  const { town, failure } = useTown();
  const { query } = usePlace();
  if (failure) return <FailureNotice failure={failure} />;
  if (!town) return <Waiting />;
  const found = findSpace(town, query.get('space') ?? '');
  const use = found && useOfQuery(found.space.code, query.get('date') ?? '', query);
  if (!found || !use) return <NotFoundPage />;
  return <RequireLogIn><Series {...found} use={use} most={town.most_uses_per_application} /></RequireLogIn>;
}

interface Properties { facility: Facility; space: Space; use: Use; most: number }

interface Troubles { errors: PageError[]; attempt: number; refuse(errors: PageError[]): void; refuseFailure(failure: Failure): void }

function useTroubles(): Troubles {
  const [errors, setErrors] = useState<PageError[]>([]);
  const [attempt, setAttempt] = useState(0);
  const refuse = (found: PageError[]) => {
    setErrors(found);
    setAttempt((count) => count + 1);
  };
  return { errors, attempt, refuse, refuseFailure: (failure) => refuse([{ message: sentenceFor(failure) }]) };
}

function Series({ facility, space, use, most }: Properties) {
  const [form, setForm] = useState<SeriesForm>(() => startingSeries(use.date));
  const [preview, setPreview] = useState<SeriesPreview | undefined>(undefined);
  const [ticked, setTicked] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const { errors, attempt, refuse, refuseFailure } = useTroubles();
  usePageTitle(t('resident.series.title'), errors.length > 0);

  async function look(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    const found = seriesErrors(form, use.date);
    refuse(found.map(({ field, code }) => ({ field, message: t(`resident.series.${code}`) })));
    if (found.length > 0) return;
    setBusy(true);
    const answer = await previewSeries(seriesRequest(use, form));
    setBusy(false);
    if (!answer.ok) return refuseFailure(answer.failure);
    setTicked(tickedAtFirst(answer.value.dates, most));
    setPreview(answer.value);
  }

  async function hold(): Promise<void> {
    if (busy) return;
    if (ticked.length === 0) return refuse([{ message: t('resident.series.none_ticked'), field: 'dates' }]);
    if (ticked.length > most) return refuse([{ message: t('resident.series.too_many_ticked', { most }), field: 'dates' }]);
    const uses = usesOn(use, ticked);
    setBusy(true);
    const answer = await holdUses(uses, 'those_that_fit');
    setBusy(false);
    if (!answer.ok) return refuseFailure(answer.failure);
    const { application, left_out } = answer.value;
    keepLeftOut(application.application_id, uses, left_out);
    navigate(`/applications/${application.application_id}/details`);
  }

  function edit(part: Partial<SeriesForm>): void {
    setForm({ ...form, ...part });
    setPreview(undefined);
  }

  const messageFor = (field: string) => errors.find((error) => error.field === field)?.message;
  return (
    <>
      <ErrorSummary attempt={attempt} errors={errors} />
      <p><a class="back-link" href={to(placeOfUse(facility.code, use))}><Icon name="back" />{t('resident.series.back')}</a></p>
      <Heading>{t('resident.series.title')}</Heading>
      <SummaryList rows={[
        { name: t('resident.row.space'), value: <>{townText(space.name)}<br /><small>{townText(facility.name)}</small></> },
        { name: t('resident.series.first'), value: longDate(use.date) },
        { name: t('resident.row.time'), value: requestedTimeWords(space, use) },
        ...(use.equipment ? [{ name: t('resident.row.equipment'), value: equipmentWords(facility, use.equipment) }] : []),
      ]} />
      <form class="form" onSubmit={(event) => void look(event)} noValidate>
        <SeriesFields form={form} first={use.date} messageFor={messageFor} onChange={edit} />
        {!preview && <button class="button" type="submit" aria-busy={busy}>{t('resident.series.look')}</button>}
      </form>
      {preview && (
        <Preview preview={preview} space={space} use={use} ticked={ticked} most={most} busy={busy} error={messageFor('dates')} onTick={setTicked} onHold={() => void hold()} />
      )}
    </>
  );
}

interface FieldsProperties {
  form: SeriesForm;
  first: string;
  messageFor(field: string): string | undefined;
  onChange(part: Partial<SeriesForm>): void;
}

function SeriesFields({ form, first, messageFor, onChange }: FieldsProperties) {
  return (
    <>
      <SelectField id="rhythm" label={t('resident.series.rhythm')} value={form.rhythm}
        help={leftOutMonths(form.rhythm, first)} onValue={(rhythm) => onChange({ rhythm: rhythm as Rhythm })}
        options={rhythms.map((rhythm) => ({ value: rhythm, text: t(`resident.series.${rhythm}`) }))} />
      {isWeekly(form.rhythm) && (
        <Checkboxes id="weekdays" width="short" legend={t('resident.series.weekdays')} chosen={form.weekdays} error={messageFor('weekdays')}
          options={weekdays.map((day, index) => ({ value: day, text: weekdayName(index) }))}
          onChange={(chosen) => onChange({ weekdays: chosen })} />
      )}
      <TextField id="last" type="date" width="middle" label={t('resident.series.last')} value={form.last} required min={first}
        error={messageFor('last')} onValue={(last) => onChange({ last })} />
    </>
  );
}

interface PreviewProperties {
  preview: SeriesPreview;
  space: Space;
  use: Use;
  ticked: readonly string[];
  most: number;
  busy: boolean;
  error: string | undefined;
  onTick(ticked: string[]): void;
  onHold(): void;
}

function Preview({ preview, space, use, ticked, most, busy, error, onTick, onHold }: PreviewProperties) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="preview" aria-labelledby="dates-title">
      <h2 id="dates-title" ref={heading} tabIndex={-1}>
        {t('resident.series.dates', { count: preview.dates.length, free: preview.free })}
      </h2>
      <SeriesDates preview={preview} ticked={ticked} most={most} error={error} onTick={onTick} />
      {ticked.length > 0 && ticked.length <= most && <SeriesFee space={space} uses={usesOn(use, ticked)} />}
      <p class="actions">
        <button type="button" class="button" aria-busy={busy} onClick={onHold}>{t('resident.series.hold', { count: ticked.length })}</button>
      </p>
    </section>
  );
}

/** What all the chosen dates cost together, with the reductions that one has. */
function SeriesFee({ space, uses }: { space: Space; uses: Use[] }) {
  const live = useLiveQuotes({ uses });
  return <LiveFee live={live} titles={uses.map((use) => dateAndTimeWords(space, timesOfUse(space, use)))} />;
}
