// Pictures that stand beside words, never instead of them.

const paths = {
  check: 'M4 12.5l5 5L20 6.5',
  cross: 'M6 6l12 12M18 6L6 18',
  clock: 'M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v5l3.5 2',
  yen: 'M6 4l6 8 6-8M12 12v8M7 13h10M7 16.5h10',
  play: 'M7 4.5v15l12-7.500z',
  pen: 'M4 20l1-4L16 5l3 3L8 19l-4 1z',
  warning: 'M12 4L2.5 20h19L12 4zM12 10v4.5M12 17v.5',
  info: 'M12 3a9 9 0 100 18 9 9 0 000-18zM12 11v6M12 7.5V8',
  phone: 'M5 4h4l2 5-2.5 1.5a11 11 0 005 5L15 13l5 2v4c0 .6-.4 1-1 1C10.7 20 4 13.3 4 5c0-.6.4-1 1-1z',
  next: 'M9 5l7 7-7 7',
  back: 'M15 5l-7 7 7 7',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  people: 'M9 11a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 4.5a3.5 3.5 0 010 6M18 14.5c2 .8 3.2 2.700 3.5 5.5',
  live: 'M12 10a2 2 0 100 4 2 2 0 000-4zM7.5 7.5a6.4 6.4 0 000 9M16.5 7.5a6.4 6.4 0 010 9M4.6 4.6a10.5 10.5 0 000 14.800M19.4 4.6a10.5 10.5 0 010 14.800',
  print: 'M7 9V4h10v5M5 9h14v8h-3v-3H8v3H5zM8 14h8v6H8z',
  download: 'M12 4v11M7 11l5 5 5-5M4 20h16',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
