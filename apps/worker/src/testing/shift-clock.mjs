// Loaded before a worker: its wall clock is wrong by WINDLASS_TEST_SHIFT_MS. Timers and the monotonic clock are not touched.
const shiftMs = Number(process.env.WINDLASS_TEST_SHIFT_MS);
const RealDate = Date;

globalThis.Date = class Date extends RealDate {
  constructor(...values) {
    if (values.length === 0) super(RealDate.now() + shiftMs);
    else super(...values);
  }

  static now() {
    return RealDate.now() + shiftMs;
  }
};
