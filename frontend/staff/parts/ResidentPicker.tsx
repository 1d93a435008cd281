// Finds a resident while the name is being typed: a combobox with a list of at most twenty.
import { useEffect, useRef, useState } from 'preact/hooks';
import { searchResidents, type Resident } from '../../shared/api/staff';
import { describedBy, FieldFrame } from '../../shared/components/Field';
import { t } from '../../shared/i18n/text';

interface Properties {
  id: string;
  /** Who it is for the page, where not the applicant. */
  label?: string;
  resident: Resident | undefined;
  onResident(resident: Resident | undefined): void;
  error?: string | undefined;
}

const least_characters = 2;
const pause_ms = 250;

export function residentText({ display_name, login_name, user_class }: Resident): string {
  return t('staff.resident.entry', { name: display_name, login: login_name, class: user_class });
}

function useFound(typed: string): { found: readonly Resident[]; searched: string } {
  const [result, setResult] = useState<{ found: readonly Resident[]; searched: string }>({ found: [], searched: '' });
  useEffect(() => {
    const wanted = typed.normalize('NFKC').trim();
    if (wanted.length < least_characters) return setResult({ found: [], searched: '' });
    let outdated = false;
    const timer = setTimeout(() => void searchResidents(wanted).then((answer) => {
      if (!outdated) setResult({ found: answer.ok ? answer.value : [], searched: wanted });
    }), pause_ms);
    return () => {
      outdated = true;
      clearTimeout(timer);
    };
  }, [typed]);
  return result;
}

export function ResidentPicker({ id, label = t('staff.resident.label'), resident, onResident, error }: Properties) {
  if (!resident) return <ResidentSearch id={id} label={label} onResident={onResident} error={error} />;
  return (
    <div class="field">
      <span class="field__label">{label}</span>
      <p class="chosen">
        <strong>{residentText(resident)}</strong>
        <button type="button" class="button button--small button--secondary" id={id} onClick={() => onResident(undefined)}>
          {t('staff.resident.other')}
        </button>
      </p>
    </div>
  );
}

function ResidentSearch({ id, label, onResident, error }: Required<Omit<Properties, 'resident' | 'error'>> & Pick<Properties, 'error'>) {
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const [open, setOpen] = useState(true);
  const list = useRef<HTMLUListElement>(null);
  const { found, searched } = useFound(typed);
  const shown = open && found.length > 0;
  useEffect(() => setActive(0), [found]);
  useEffect(() => list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }), [active]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') return setOpen(false);
    if (!shown) return;
    const chosen = found[active];
    if (event.key === 'ArrowDown') setActive((active + 1) % found.length);
    else if (event.key === 'ArrowUp') setActive((active + found.length - 1) % found.length);
    else if (event.key === 'Enter' && chosen) onResident(chosen);
    else return;
    event.preventDefault();
  }

  const nobody = searched !== '' && found.length === 0;
  return (
    <FieldFrame id={id} label={label} required help={t('staff.resident.help')} error={error}>
      <div class="combobox">
        <input class="input" id={id} type="text" role="combobox" value={typed} autoComplete="off" maxLength={100}
          aria-autocomplete="list" aria-expanded={shown} aria-controls={`${id}-list`}
          aria-activedescendant={shown ? `${id}-${found[active]?.account_id}` : undefined}
          aria-invalid={error ? true : undefined} aria-describedby={describedBy(id, 'help', error)}
          onInput={(event) => { setTyped(event.currentTarget.value); setOpen(true); }} onKeyDown={onKeyDown} />
        <ul class="combobox__list" id={`${id}-list`} role="listbox" aria-label={t('staff.resident.list')} hidden={!shown} ref={list}>
          {found.map((each, index) => (
            <li key={each.account_id} id={`${id}-${each.account_id}`} role="option" aria-selected={index === active}
              onMouseDown={(event) => event.preventDefault()} onClick={() => onResident(each)}>
              {residentText(each)}
            </li>
          ))}
        </ul>
      </div>
      <p class="field__help" role="status">
        {nobody ? t('staff.resident.nobody', { typed: searched }) : shown ? t('staff.resident.found', { count: found.length }) : ''}
      </p>
    </FieldFrame>
  );
}
