using Assessment.Cycle;
using Assessment.Mail;
using Assessment.Teams;
using Microsoft.Azure.Functions.Worker;

namespace Assessment.Review;

public sealed class ReviewActivities(PlanStore plans, CardDesk cards, Outbox outbox, TimeProvider clock)
{
    /// <summary>Reads a decision; where there is none in good time, reminds the people it waits for, once per working day and three times at most.</summary>
    [Function(nameof(LookForDecision))]
    public async Task<DecisionLook> LookForDecision([ActivityTrigger] DecisionRequest request, CancellationToken cancellation)
    {
        var round = await plans.Round(request.RoundId, cancellation);
        var now = clock.GetUtcNow();
        var until = round.At(request.Until).UtcDateTime;
        until = request.AtMost < until ? request.AtMost.Value : until;
        if (await cards.Decision(round.CycleId, request.CardKey, cancellation) is { } decision)
        {
            return new DecisionLook(decision, until);
        }

        if (now >= until || await cards.Shown(round.CycleId, request.CardKey, cancellation) is not { } shown)
        {
            return new DecisionLook(null, until, IsOver: now >= until);
        }

        var plan = round.Plan;
        var calendar = WorkCalendar.For(plan, plan.Cycle.Secretariat, now);
        var moments = TaskReminders.Moments(shown.ShownAt, plan.Reminders, calendar);
        for (var time = 0; time < moments.Count && moments[time] <= now; time++)
        {
            await Remind(plan, shown.Card, time + 1, moments.Skip(time + 1).Any(later => later <= now), cancellation);
        }

        var next = moments.Where(moment => moment > now).Select(moment => moment.UtcDateTime).FirstOrDefault(until);
        return new DecisionLook(null, next < until ? next : until);
    }

    async Task Remind(Plan plan, Card card, int time, bool isOvertaken, CancellationToken cancellation)
    {
        if (isOvertaken)
        {
            return;
        }

        foreach (var person in plan.People.Where(person => card.For.Contains(person.Id)))
        {
            await outbox.Send(plan.Cycle.Id, Letters.TaskReminder(plan, card, person, time), cancellation);
        }
    }
}

public static class TaskReminders
{
    const int Most = 3;

    /// <summary>When the people of a card are reminded that it waits.</summary>
    public static IReadOnlyList<DateTimeOffset> Moments(DateTimeOffset shownAt, ReminderPolicy policy, WorkCalendar calendar)
    {
        var moments = new List<DateTimeOffset>();
        for (var at = shownAt; moments.Count < Most;)
        {
            at = calendar.Add(at, policy.DecideWithin, policy.At);
            moments.Add(at);
        }

        return moments;
    }
}
