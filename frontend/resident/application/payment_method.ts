// By which means a payment is made: what was wished for, as long as it is offered, else the town's first.
import type { PaymentMethod } from '../../shared/api/hiroba';

export function methodToUse(offered: readonly PaymentMethod[], wish: PaymentMethod | undefined): PaymentMethod | undefined {
  return wish !== undefined && offered.includes(wish) ? wish : offered[0];
}
