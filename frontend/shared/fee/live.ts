// Something that is worked out anew by the server whenever the question changes; what is typed is never waited for.
import { useEffect, useRef, useState } from 'preact/hooks';

export interface Live<T> {
  /** Of an earlier question while a newer one is under way; undefined before the first answer, and without a question. */
  answer: T | undefined;
  /** A newer question is under way: what is shown belongs to what was typed before. */
  updating: boolean;
}

const pause_ms = 350;

/** `question`: all that the answer depends on; undefined: nothing is asked. */
export function useLive<T>(question: string | undefined, ask: () => Promise<T>): Live<T> {
  const [answered, setAnswered] = useState<{ question: string; value: T } | undefined>(undefined);
  const asked_once = useRef(false);
  useEffect(() => {
    if (question === undefined) return;
    let outdated = false;
    const timer = setTimeout(() => void ask().then((value) => {
      if (!outdated) setAnswered({ question, value });
    }), asked_once.current ? pause_ms : 0);
    asked_once.current = true;
    return () => {
      outdated = true;
      clearTimeout(timer);
    };
  }, [question]);
  return question === undefined ? { answer: undefined, updating: false } : { answer: answered?.value, updating: answered?.question !== question };
}
