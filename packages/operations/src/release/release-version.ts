/** Another shape of the answers has another number, so that what browsers keep of an older server is not taken for them. */
const answerShape = 2;

/**
 * SQL of what names the stored content of release `r`. `xmin` changes with every write to the row: a deployment that
 * is taken over by another worker stores its release anew, under the same id.
 */
export const versionColumn = `concat('${answerShape}-', r.id, '-', r.xmin)`;
