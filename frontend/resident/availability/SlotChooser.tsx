// Chooses a time of one space; says at once when somebody else was faster, and what comes nearest.
import { session, type Use, type UserClass } from '../../shared/api/hiroba';
import { to } from '../../shared/app/router';
import { ErrorSummary } from '../../shared/components/ErrorSummary';
import { t } from '../../shared/i18n/text';
import { useStore } from '../../shared/store';
import { queryOfUse } from '../basket/use_place';
import { BandChoice } from './BandChoice';
import { ClashHelp } from './ClashHelp';
import { slotsOf, useOf } from './day_slots';
import { EquipmentChoice } from '../../shared/terms/EquipmentChoice';
import { HourChoice } from './HourChoice';
import { nextOpening } from './month_grid';
import { NightChoice } from './NightChoice';
import { useChoosing, type Choosing, type Chosen } from './use_choosing';
import { useOpening } from './use_opening';

interface Properties extends Chosen { user_class: UserClass; refresh(): void }

export function SlotChooser(properties: Properties) {
  const { facility, space, day, refresh } = properties;
  const slots = slotsOf(day, space.code);
  const choosing = useChoosing(properties);
  const { troubles, quantities } = choosing;
  useOpening(nextOpening(slots), day, refresh);
  return (
    <form class="form" noValidate onSubmit={(event) => {
      event.preventDefault();
      choosing.submit();
    }}>
      <ErrorSummary attempt={troubles.attempt} errors={troubles.error ? [troubles.error] : []}
        title={troubles.clash ? t('resident.clash.title') : t('common.check_your_input')} />
      {troubles.clash && (
        <ClashHelp facility={facility} space={space} day={day} {...troubles.clash} onChoose={choosing.chooseInstead} />
      )}
      <TimeChoice {...properties} choosing={choosing} />
      {slots.some(({ state }) => state === 'free') && (
        <>
          <EquipmentChoice facility={facility} space={space} quantities={quantities} onChange={choosing.chooseEquipment} />
          <Onward {...properties} choosing={choosing} />
        </>
      )}
    </form>
  );
}

function TimeChoice({ facility, space, day, user_class, choosing }: Properties & { choosing: Choosing }) {
  const slots = slotsOf(day, space.code);
  const common = { space, slots, choice: choosing.choice, waiting_list: facility.waiting_list, onChoose: choosing.choose };
  switch (space.use) {
    case 'by_band':
      return <BandChoice {...common} date={day.date} />;
    case 'by_hour':
      return <HourChoice {...common} date={day.date} />;
    case 'by_night':
      return <NightChoice {...common} day={day} night={slots.find(({ nights }) => nights !== undefined)} user_class={user_class} />;
  }
}

function seriesPlace(use: Use): string {
  const query = queryOfUse(use);
  query.set('date', use.date);
  return `/series?${query}`;
}

/** The ways on: hold it, choose another beside it, repeat it. */
function Onward({ space, day, choosing }: Properties & { choosing: Choosing }) {
  const logged_in = useStore(session)?.account != null;
  const { choice, quantities, added, busy } = choosing;
  return (
    <div class="form__end">
      <p>{t(logged_in ? 'resident.day.hold_help' : 'resident.day.hold_help_visitor')}</p>
      <p class="actions">
        <button class="button" type="submit" aria-busy={busy}>{t('resident.day.hold')}</button>
        <button class="button button--secondary" type="button" onClick={choosing.addAnother}>{t('resident.day.add_another')}</button>
      </p>
      <p role="status">
        {added > 0 && <>{t('resident.basket.added', { count: added })} <a href={to('/basket')}>{t('resident.basket.look')}</a></>}
      </p>
      {choice && <p><a href={to(seriesPlace(useOf(space, day.date, choice, quantities)))}>{t('resident.day.repeat')}</a></p>}
    </div>
  );
}
