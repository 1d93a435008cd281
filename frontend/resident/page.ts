import type { Parameters } from '../shared/app/route';

export interface PageProperties { parameters: Parameters }
