// Pages after the first travel when they are needed, with their words, so that the first page is light.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Banner } from '../shared/components/Banner';
import { Waiting } from '../shared/components/Waiting';
import { t } from '../shared/i18n/text';
import { fetchLateWords } from './late_words';
import type { PageProperties } from './page';

/** Components that travel together. */
export interface Group<Components> {
  arrived(): Components | undefined;
  fetch(): Promise<Components>;
}

export function groupOf<Components>(load: () => Promise<Components>): Group<Components> {
  let arrived: Components | undefined;
  return {
    arrived: () => arrived,
    async fetch() {
      if (arrived === undefined) {
        const [components] = await Promise.all([load(), fetchLateWords()]);
        arrived = components;
      }
      return arrived;
    },
  };
}

function useGroup<Components>(group: Group<Components>) {
  const [components, setComponents] = useState(group.arrived);
  const [failed, setFailed] = useState(false);
  const load = () => {
    setFailed(false);
    group.fetch().then(setComponents, () => setFailed(true));
  };
  useEffect(load, []);
  return { components, failed, load };
}

export function lazyPage<Name extends string>(group: Group<Record<Name, ComponentType<PageProperties>>>,
  name: Name): ComponentType<PageProperties> {
  return function LazyPage(properties: PageProperties) {
    const { components, failed, load } = useGroup(group);
    const Page: ComponentType<PageProperties> | undefined = components?.[name];
    if (Page) return <Page {...properties} />;
    if (!failed) return <Waiting />;
    return (
      <Banner kind="warning" title={t('common.no_connection')} announce>
        <p><button type="button" class="button button--small" onClick={load}>{t('common.try_again')}</button></p>
      </Banner>
    );
  };
}

/** Something beside the page: nothing stands there until it has arrived. */
export function lazyPart<Name extends string>(group: Group<Record<Name, ComponentType>>, name: Name): ComponentType {
  return function LazyPart() {
    const { components } = useGroup(group);
    const Part: ComponentType | undefined = components?.[name];
    return Part ? <Part /> : null;
  };
}
