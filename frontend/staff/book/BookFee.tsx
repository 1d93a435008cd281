// The fee while the caller is on the telephone, with the reductions that the person or the group has.
import type { Facility, Use, UserClass } from '../../shared/api/hiroba';
import { LiveFee } from '../../shared/fee/LiveFee';
import { useLiveQuotes } from '../../shared/fee/live_fees';
import { townText } from '../../shared/i18n/text';
import { isWrongPrice } from '../../shared/terms/admission_form';
import { wishText } from '../parts/wish_text';
import { quotedFor, type BookForm } from './book_form';

interface Properties { form: BookForm; uses: readonly Use[]; facility: Facility; user_class: UserClass }

export function BookFee({ form, uses, facility, user_class }: Properties) {
  const live = useLiveQuotes(isWrongPrice(form.highest_yen) ? undefined : { uses: [...uses], ...quotedFor(form, user_class) });
  const titles = uses.map((use) => {
    const space = facility.spaces.find(({ code }) => code === use.space);
    return space ? `${townText(space.name)} ${wishText(space, use)}` : use.space;
  });
  return <LiveFee live={live} titles={titles} />;
}
