/** The time, given from outside so that every day can be lived again in a test. */
export type Clock = () => Date;
