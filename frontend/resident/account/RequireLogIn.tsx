// Pages that belong to somebody: leads to the log-in page and back.
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { session } from '../../shared/api/hiroba';
import { currentPlace, navigate } from '../../shared/app/router';
import { Waiting } from '../../shared/components/Waiting';
import { useStore } from '../../shared/store';

export function logInFirst(): void {
  const { path, query } = currentPlace();
  const search = query.toString();
  navigate(`/login?${new URLSearchParams({ next: search ? `${path}?${search}` : path })}`, { replace: true });
}

export function RequireLogIn({ children }: { children: ComponentChildren }) {
  const known = useStore(session);
  const visitor = known !== undefined && known.account === null;
  useEffect(() => {
    if (visitor) logInFirst();
  }, [visitor]);
  return known?.account ? <>{children}</> : <Waiting />;
}
