// The rows and notes of an annex in the words of everyday.
import type { FeeNote, FeeTable } from '../../shared/api/fee_table';
import type { Space } from '../../shared/api/hiroba';
import { yen } from '../../shared/format';
import { language, t, townText } from '../../shared/i18n/text';
import { minutesWords } from '../../shared/terms/terms_words';

type BandPrices = FeeTable['band_prices'][number];
type Composition = FeeTable['composition'];
type UnitPrices = FeeTable['unit_prices'][number];

const joined = (words: readonly string[]) => words.join(language() === 'en' ? ', ' : '、');

/** For whom, when: `町外の方、土・日・休日`; empty: for everybody, on every day. */
export function rowWords({ user_class, price_classes, seasons, days }: BandPrices | UnitPrices): string {
  return joined([
    ...(user_class === null ? [] : [t(user_class === 'in_town' ? 'resident.fees.in_town' : 'resident.fees.out_of_town')]),
    ...price_classes.map(townText),
    ...seasons.map(townText),
    ...(days === 'every_day' ? [] : [t(`resident.annex.days_${days}`)]),
  ]);
}

/** `1時間ごと` */
export function unitWords({ unit, step_minutes }: Pick<UnitPrices, 'unit' | 'step_minutes'>): string {
  return unit === 'minutes' ? t('resident.annex.per_step', { time: minutesWords(step_minutes ?? 0) }) : t(`resident.annex.per_${unit}`);
}

/** `（1日 8時間分まで。同じ人の同じ日の使用を合わせます）`; nothing where no cap holds. */
export function capWords(cap: UnitPrices['day_cap']): string | undefined {
  if (cap === null) return undefined;
  const most = cap.minutes === null ? yen(cap.yen ?? 0) : t('resident.annex.cap_time', { time: minutesWords(cap.minutes) });
  return t(`resident.annex.cap_${cap.over}`, { most });
}

/** What it is about: in the town's words, or by its kind. */
export function noteTitle({ kind, label }: FeeNote): string {
  if (label) return townText(label);
  return t(kind === 'tax' ? 'resident.annex.tax' : 'resident.annex.rounding');
}

function extensionWords({ percent = 0, of = 'basic_fee', step_minutes, free_minutes = 0 }: FeeNote): string[] {
  return [
    t('resident.annex.note_extension', { time: minutesWords(step_minutes ?? 0), percent, of }),
    ...(free_minutes > 0 ? [t('resident.annex.note_free', { time: minutesWords(free_minutes) })] : []),
  ];
}

function roundingWords({ step = 'component', components = [], yen: unit = 1, direction = 'down' }: FeeNote): string {
  const what = step === 'component' && components.length > 0 ? joined(components.map((component) => t(`shared.fee.${component}`))) : t(`resident.annex.step_${step}`);
  return t('resident.annex.note_rounding', { what, unit: yen(unit), direction });
}

function surchargeWords(percent: number, composition: Composition): string {
  return composition === 'multiplicative' ? t('resident.annex.note_times', { times: (100 + percent) / 100 }) : t('resident.annex.note_surcharge', { percent });
}

/** What the note says, one sentence each. */
export function noteWords(note: FeeNote, composition: Composition): string[] {
  const { kind, percent = 0, tiers = [], step_minutes, yen: amount = 0 } = note;
  switch (kind) {
    case 'admission':
      return tiers.map(({ above_yen, percent: share }) => t('resident.annex.note_tier', { above: yen(above_yen), what: surchargeWords(share, composition) }));
    case 'commercial':
    case 'out_of_town':
      return [surchargeWords(percent, composition)];
    case 'rehearsal':
      return [t('resident.annex.note_share', { percent })];
    case 'extension':
      return extensionWords(note);
    case 'climate':
      return [note.yen === undefined ? t('resident.annex.note_share', { percent }) : t('resident.annex.note_time', { time: minutesWords(60), amount: yen(amount) })];
    case 'extra':
      return [typeof step_minutes === 'number' ? t('resident.annex.note_time', { time: minutesWords(step_minutes), amount: yen(amount) })
        : t('resident.annex.note_piece', { amount: yen(amount) })];
    case 'rounding':
      return [roundingWords(note)];
    case 'tax':
      return [t('resident.annex.note_tax', { percent, included: note.is_included ? 'yes' : 'no' })];
  }
}

/** For which of the facility's spaces it holds. */
export function noteSpaces({ spaces }: FeeNote, all: readonly Pick<Space, 'code' | 'name'>[]): string {
  if (spaces.length === all.length) return t('resident.annex.everywhere');
  return joined(all.filter(({ code }) => spaces.includes(code)).map(({ name }) => townText(name)));
}

/** The day from which the table holds that is shown; undefined: nothing was in force yet. */
export function versionShown({ in_force_from, on }: Pick<FeeTable, 'in_force_from' | 'on'>): string | undefined {
  return in_force_from.filter((day) => day <= on).at(-1);
}
