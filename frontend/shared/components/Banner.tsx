// A notice above the content; never for what a field says about itself.
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './Icon';

export type BannerKind = 'info' | 'warning' | 'error' | 'success';

const icons: Record<BannerKind, IconName> = { info: 'info', warning: 'warning', error: 'warning', success: 'check' };

interface Properties {
  kind: BannerKind;
  title: string;
  children?: ComponentChildren;
  /** Whether it is read aloud when it appears. */
  announce?: boolean;
}

export function Banner({ kind, title, children, announce = false }: Properties) {
  return (
    <div class={`banner banner--${kind}`} role={announce ? (kind === 'error' ? 'alert' : 'status') : undefined}>
      <Icon name={icons[kind]} />
      <div class="banner__body">
        <p class="banner__title">{title}</p>
        {children}
      </div>
    </div>
  );
}
