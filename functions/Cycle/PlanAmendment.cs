using System.Globalization;

namespace Assessment.Cycle;

/// <summary>
/// How a running plan was changed, in sentences. Only dates that are still ahead, holidays and people can change: all else would change under those
/// who have been asked already, and is refused.
/// </summary>
public sealed record PlanAmendment(IReadOnlyList<string> Changes, IReadOnlyList<string> Refusals)
{
    public static PlanAmendment Of(Plan old, Plan changed, IReadOnlyDictionary<string, RoundStatus> rounds, DateTimeOffset now)
    {
        var comparison = new Comparison(old, changed, rounds, now);
        comparison.Rounds();
        comparison.Holidays();
        comparison.People();
        comparison.Rest();
        return new PlanAmendment(comparison.Changes, comparison.Refusals);
    }

    sealed class Comparison(Plan old, Plan changed, IReadOnlyDictionary<string, RoundStatus> rounds, DateTimeOffset now)
    {
        readonly Zone zone = Zone.Of(old.Cycle.TimeZone);

        public List<string> Changes { get; } = [];

        public List<string> Refusals { get; } = [];

        public void Rounds()
        {
            foreach (var (before, after) in old.Rounds.Zip(changed.Rounds))
            {
                foreach (var ((name, from), (_, to)) in DatesOf(before).Zip(DatesOf(after)).Where(pair => pair.First.At != pair.Second.At))
                {
                    Moved(before, name, from, to);
                }
            }
        }

        public void Holidays()
        {
            foreach (var (before, after) in old.Calendars.Zip(changed.Calendars))
            {
                foreach (var added in after.Holidays.Where(holiday => before.Holidays.All(known => known.Day != holiday.Day)))
                {
                    Changes.Add($"{added.Name}, {Day(added.Day)}, is a holiday in calendar '{before.Id}'.");
                    Changes.AddRange(DeclaredHolidays.Moves(old, before.Id, added, now).Select(move => move.Sentence));
                }

                Changes.AddRange(before.Holidays.Where(holiday => after.Holidays.All(known => known.Day != holiday.Day))
                    .Select(removed => $"{removed.Name}, {Day(removed.Day)}, is no holiday any more in calendar '{before.Id}'."));
            }
        }

        public void People()
        {
            var known = old.People.ToDictionary(person => person.Id, StringComparer.Ordinal);
            foreach (var person in changed.People)
            {
                if (!known.Remove(person.Id, out var before))
                {
                    Changes.Add($"{person.Id} ({person.Name}, {person.Organisation}) was added.");
                }
                else if (before.Organisation != person.Organisation || before.Role != person.Role)
                {
                    Refusals.Add($"{person.Id} cannot move to another organisation or role: end this entry with a date in 'to', and add a new one.");
                }
                else if (before != person)
                {
                    Changes.Add($"{person.Id} ({person.Name}, {person.Organisation}) was changed.");
                }
            }

            Refusals.AddRange(known.Keys.Order(StringComparer.Ordinal).Select(id => $"{id} cannot be removed, what they did stays: end the entry with a date in 'to'."));
        }

        /// <summary>Whatever else differs, file by file: the changed plan with the dates, holidays and people of the old one must be the old one.</summary>
        public void Rest()
        {
            var before = PlanWriter.Write(old);
            var after = PlanWriter.Write(changed with { Rounds = WithOldDates(), Calendars = WithOldHolidays(), People = old.People });
            foreach (var name in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
            {
                if (!before.TryGetValue(name, out var one) || !after.TryGetValue(name, out var other) || !one.AsSpan().SequenceEqual(other))
                {
                    Refusals.Add($"{name} differs in more than dates of rounds, holidays and people, which is all that can change while a cycle runs.");
                }
            }
        }

        void Moved(Round round, string name, DateTimeOffset? from, DateTimeOffset? to)
        {
            if (rounds.TryGetValue(round.Id, out var status) && status != RoundStatus.Prepared)
            {
                Refusals.Add($"'{name}' of round '{round.Id}' cannot be moved: the round has ended ({status}).");
            }
            else if (from is not { } earlier || to is not { } later)
            {
                Refusals.Add($"'{name}' of round '{round.Id}' can be moved, but neither added nor removed while the cycle runs.");
            }
            else if (earlier <= now)
            {
                Refusals.Add($"'{name}' of round '{round.Id}' cannot be moved: it has passed ({zone.Write(earlier)}).");
            }
            else if (later <= now)
            {
                Refusals.Add($"'{name}' of round '{round.Id}' cannot be moved to {zone.Write(later)}, which has passed.");
            }
            else
            {
                Changes.Add($"'{name}' of round '{round.Id}' is {zone.Write(later)} instead of {zone.Write(earlier)}.");
            }
        }

        List<Round> WithOldDates() =>
        [
            .. changed.Rounds.Select((round, index) => index >= old.Rounds.Count ? round : round with
            {
                Opens = old.Rounds[index].Opens,
                RepliesDue = old.Rounds[index].RepliesDue,
                SignOffBy = old.Rounds[index].SignOffBy,
                EndorsementBy = old.Rounds[index].EndorsementBy,
                HardDate = old.Rounds[index].HardDate,
            }),
        ];

        List<CalendarPlan> WithOldHolidays() =>
            [.. changed.Calendars.Select((calendar, index) => index >= old.Calendars.Count ? calendar : calendar with { Holidays = old.Calendars[index].Holidays })];

        static (string Name, DateTimeOffset? At)[] DatesOf(Round round) =>
        [
            ("opens", round.Opens),
            ("repliesDue", round.RepliesDue),
            ("signOffBy", round.SignOffBy),
            ("endorsementBy", round.EndorsementBy),
            ("hardDate", round.HardDate),
        ];

        static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
