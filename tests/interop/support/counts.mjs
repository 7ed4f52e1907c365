// Reporter: one line, PASSED FAILED SKIPPED.
export default async function* counts(events) {
  let [passed, failed, skipped] = [0, 0, 0];
  for await (const { type, data } of events) {
    if (data?.details?.type === 'suite' && type !== 'test:fail') {
      continue;
    }
    if (type === 'test:pass') {
      data.skip === undefined ? passed++ : skipped++;
    } else if (type === 'test:fail' && data.details.error?.failureType !== 'subtestsFailed') {
      failed++;
    }
  }
  yield `${passed} ${failed} ${skipped}\n`;
}
