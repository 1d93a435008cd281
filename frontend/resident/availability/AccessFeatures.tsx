// Who can use it without help: each feature a picture and words.
import { t, type MessageId } from '../../shared/i18n/text';

const pictures: Record<string, string> = {
  step_free: 'M3 19L21 11M3 19h18M8 9a2 2 0 100-4 2 2 0 000 4zM8 9v4l4 1.500',
  lift: 'M5 3h14v18H5zM12 3v18M8 10l1.500-2.500L11 10M13.500 13.500l1.500 2.500 1.500-2.500',
  accessible_toilet: 'M10 5a1.500 1.500 0 100-3 1.500 1.500 0 000 3zM10 6v7h5l2 5h2M10 9h4M8 11a5 5 0 105.500 7',
  accessible_parking: 'M5 3h14v18H5zM10 17V7h3a3 3 0 010 6h-3',
  hearing_loop: 'M7 10a5 5 0 0110 0c0 4-4 4-4 7a2.500 2.500 0 01-4.500 1.500M10 10.500a2 2 0 014 0c0 1.500-1.500 2-1.500 3.500M3 3l18 18',
  braille_signs: 'M8 6v.01M8 12v.01M8 18v.01M16 6v.01M16 12v.01',
  nursing_room: 'M9 8h6l1 3v9a1 1 0 01-1 1H9a1 1 0 01-1-1v-9zM10 8V5h4v3M12 5V2M8 14h4M8 17h4',
  assistance_dogs: 'M4 9l4-4 3 3h6l3 5v7h-3v-4h-6v4H8v-8l-3 1z',
};

export function AccessFeatures({ features }: { features: readonly string[] }) {
  if (features.length === 0) return null;
  return (
    <ul class="access">
      {features.map((feature) => (
        <li key={feature}>
          <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d={pictures[feature] ?? ''} /></svg>
          {t(`resident.access.${feature}` as MessageId)}
        </li>
      ))}
    </ul>
  );
}
