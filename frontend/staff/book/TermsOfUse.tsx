// What can be declared of a use while it is booked for somebody, folded away until it is wanted.
import { useState } from 'preact/hooks';
import type { Facility, Space, Use } from '../../shared/api/hiroba';
import { t } from '../../shared/i18n/text';
import { useClimate } from '../../shared/terms/climate';
import { asksAnything, extraFaults, termsFormOfUse, withTerms, type TermsForm } from '../../shared/terms/terms_form';
import { TermsFields } from '../../shared/terms/TermsFields';

interface Properties { id: string; facility: Facility; space: Space; use: Use; onUse(use: Use): void }

export function TermsOfUse({ id, facility, space, use, onUse }: Properties) {
  const [form, setForm] = useState<TermsForm>(() => termsFormOfUse(use));
  const { band, start, end, nights } = use;
  const time = { ...(band === undefined ? {} : { band }), ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }), ...(nights === undefined ? {} : { nights }) };
  const climate = useClimate(space.offers.climate ? { space: use.space, date: use.date, ...time, is_commercial: false } : undefined);
  if (!asksAnything(facility, space)) return null;

  function change(part: Partial<TermsForm>): void {
    const changed = { ...form, ...part };
    setForm(changed);
    onUse(withTerms(use, changed, space.offers));
  }

  return (
    <details class="more">
      <summary>{t('shared.terms.title')}</summary>
      <div class="terms">
        <TermsFields id={id} facility={facility} space={space} form={form} climate={climate} faults={extraFaults(form, space.offers)} onChange={change} />
      </div>
    </details>
  );
}
