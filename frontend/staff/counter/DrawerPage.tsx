// 現金: the drawers, taking one with its float, and counting it at the end.
import { useState } from 'preact/hooks';
import { listDrawers, loadShift, openDrawer, type Drawer, type DrawerShift, type ShiftFile } from '../../shared/api/counter';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { Banner } from '../../shared/components/Banner';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { TextField } from '../../shared/components/Field';
import { Heading } from '../../shared/components/Heading';
import { Waiting } from '../../shared/components/Waiting';
import { ShiftDetail } from '../../shared/counter/ShiftDetail';
import { dateAndClock, yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { Disclosure } from '../parts/Disclosure';
import { useAction } from '../parts/use_action';
import { CloseForm } from './CloseForm';
import { yenOf } from './take_form';

export function DrawerPage() {
  const { remote, reload } = useRemote(listDrawers, []);
  const [closed, setClosed] = useState<ShiftFile | undefined>(undefined);
  usePageTitle(t('staff.drawer.title'));
  return (
    <>
      <Heading>{t('staff.drawer.title')}</Heading>
      {closed && <Closed file={closed} />}
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && <Drawers drawers={remote.value} onOpened={() => void reload()} onClosed={(file) => {
        setClosed(file);
        void reload();
      }} />}
    </>
  );
}

function Closed({ file }: { file: ShiftFile }) {
  return (
    <Banner kind="success" title={t('staff.drawer.closed', { amount: yen(file.shift.counted_yen ?? 0) })} announce>
      <p>{t('staff.drawer.closed_next')}</p>
    </Banner>
  );
}

interface DrawersProperties { drawers: readonly Drawer[]; onOpened(): void; onClosed(file: ShiftFile): void }

function Drawers({ drawers, onOpened, onClosed }: DrawersProperties) {
  const mine = drawers.find(({ shift }) => shift?.mine);
  if (drawers.length === 0) return <p>{t('staff.drawer.none')}</p>;
  if (mine?.shift) return <MyShift shift_id={mine.shift.shift_id} name={townText(mine.name)} onClosed={onClosed} />;
  return (
    <ul class="cards">
      {drawers.map((drawer) => (
        <li class="card" key={drawer.drawer}>
          <h2 class="card__title">{townText(drawer.name)}</h2>
          {drawer.shift
            ? <AnothersShift shift={drawer.shift} onClosed={onClosed} />
            : <OpenForm drawer={drawer} onOpened={onOpened} />}
        </li>
      ))}
    </ul>
  );
}

/** Its holder is away: somebody else counts it, and says why. */
function AnothersShift({ shift, onClosed }: { shift: DrawerShift; onClosed(file: ShiftFile): void }) {
  return (
    <>
      <p>{t('staff.drawer.held', { holder: shift.holder, since: dateAndClock(shift.opened_at_ms) })}</p>
      <Disclosure summary={t('staff.drawer.close_for', { holder: shift.holder })}>
        <Counting shift_id={shift.shift_id} onClosed={onClosed} />
      </Disclosure>
    </>
  );
}

function Counting({ shift_id, onClosed }: { shift_id: string; onClosed(file: ShiftFile): void }) {
  const { remote, reload } = useRemote(() => loadShift(shift_id), [shift_id]);
  if (remote.state === 'loading') return <Waiting />;
  if (remote.state === 'failed') return <FailureNotice failure={remote.failure} onRetry={() => void reload()} />;
  return (
    <>
      <p>{t('staff.drawer.expected', { amount: yen(remote.value.shift.expected_yen) })}</p>
      <CloseForm shift={remote.value.shift} onClosed={onClosed} onMoved={() => void reload()} />
    </>
  );
}

function OpenForm({ drawer, onOpened }: { drawer: Drawer; onOpened(): void }) {
  const [amount, setAmount] = useState('');
  const [wrong, setWrong] = useState(false);
  const action = useAction();
  const id = `float-${drawer.drawer}`;

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const float_yen = yenOf(amount);
    setWrong(float_yen === undefined);
    if (float_yen === undefined) return document.getElementById(id)?.focus();
    if (await action.run(() => openDrawer(drawer.drawer, float_yen))) onOpened();
  }

  return (
    <form class="form" onSubmit={(event) => void submit(event)} noValidate>
      {action.failure && <FailureNotice failure={action.failure} />}
      <TextField id={id} label={t('staff.drawer.float')} inputMode="numeric" width="short" suffix={t('staff.take.yen')} required
        value={amount} onValue={setAmount} error={wrong ? t('staff.drawer.float_missing') : undefined} help={t('staff.drawer.float_help')} />
      <p class="actions"><button type="submit" class="button" aria-busy={action.busy}>{t('staff.drawer.open', { drawer: townText(drawer.name) })}</button></p>
    </form>
  );
}

function MyShift({ shift_id, name, onClosed }: { shift_id: string; name: string; onClosed(file: ShiftFile): void }) {
  const { remote, reload } = useRemote(() => loadShift(shift_id), [shift_id]);
  if (remote.state === 'loading') return <Waiting />;
  if (remote.state === 'failed') return <FailureNotice failure={remote.failure} onRetry={() => void reload()} />;
  return (
    <>
      <p class="lead">{t('staff.drawer.mine', { drawer: name, amount: yen(remote.value.shift.expected_yen) })}</p>
      <CloseForm shift={remote.value.shift} onClosed={onClosed} onMoved={() => void reload()} />
      <ShiftDetail file={remote.value} />
    </>
  );
}
