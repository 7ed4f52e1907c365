using ZeroTrust.Provider.Profiles;

namespace ZeroTrust.Provider.Tests.Profiles;

/// <summary>The fewest changes of precedence that put profiles in order.</summary>
internal sealed class PrecedencePlanTests
{
    [TestCase("10 20 30", "", "")]
    [TestCase("30 10 20", "", "0:4")]
    [TestCase("10 30 20", "", "1:15")]
    [TestCase("20 10", "", "0:4")]
    [TestCase("10 - 20", "", "1:15")]
    [TestCase("10 - 11", "", "0:3 1:7")]
    [TestCase("500 1 2 3", "", "0:0")]
    [TestCase("10 12 11", "13 14", "2:112")]
    public void Profiles_already_in_order_stay(string current, string others, string moves) =>
        Assert.That(
            string.Join(
                ' ',
                PrecedencePlan.Moves(Numbers(current), [.. Numbers(others).OfType<int>()]).Select(move => $"{move.Index}:{move.Precedence}")
            ),
            Is.EqualTo(moves)
        );

    [Test]
    public void Moving_one_of_five_hundred_to_the_front_is_one_change([Values(1, 10)] int step)
    {
        int?[] current = [500 * step, .. Enumerable.Range(1, 499).Select(place => (int?)(place * step))];

        Assert.That(PrecedencePlan.Moves(current, []), Has.Count.EqualTo(1));
    }

    [Test]
    public void Any_order_is_reached_without_a_collision_and_with_the_fewest_profiles_moved()
    {
        var random = new Random(20_260_101);
        for (var round = 0; round < 2_000; round++)
        {
            var count = random.Next(1, 7);
            int[] numbers = [.. Enumerable.Range(0, 12).OrderBy(_ => random.Next()).Take(count + random.Next(3))];
            int?[] current = [.. numbers[..count].Select(number => random.Next(8) == 0 ? (int?)null : number)];
            int[] others = numbers[count..];

            var moves = PrecedencePlan.Moves(current, others);

            var now = current.ToArray();
            foreach (var (index, precedence) in moves)
            {
                Assert.That(others.Contains(precedence) || now.Contains(precedence), Is.False, "taken");
                now[index] = precedence;
            }

            Assert.That(now, Is.Ordered.Ascending.And.All.Not.Null.And.All.GreaterThanOrEqualTo(0), string.Join(' ', current));
            Assert.That(
                moves.Select(move => move.Index).Distinct().Count(),
                Is.EqualTo(count - MostThatStay(current, others)),
                string.Join(' ', current)
            );

            // Each cycle, which has at least two profiles, takes one more change.
            Assert.That(moves, Has.Count.LessThanOrEqualTo(moves.Select(move => move.Index).Distinct().Count() * 3 / 2));
        }
    }

    // Tries all subsets.
    private static int MostThatStay(int?[] current, int[] others) =>
        Enumerable
            .Range(0, 1 << current.Length)
            .Max(subset =>
            {
                int[] stays = [.. Enumerable.Range(0, current.Length).Where(index => (subset & (1 << index)) != 0)];
                var (index, number) = (-1, -1);
                foreach (var stay in stays)
                {
                    if (
                        current[stay] is not { } next
                        || next <= number
                        || Enumerable.Range(number + 1, next - number - 1).Count(free => !others.Contains(free)) < stay - index - 1
                    )
                    {
                        return 0;
                    }

                    (index, number) = (stay, next);
                }

                return stays.Length;
            });

    private static int?[] Numbers(string text) =>
        [
            .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(word => word == "-" ? (int?)null : int.Parse(word, System.Globalization.CultureInfo.InvariantCulture)),
        ];
}
