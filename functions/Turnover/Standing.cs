using Assessment.Cycle;
using Assessment.DataCalls;

namespace Assessment.Turnover;

/// <summary>Who may act for a call at a moment: with a personal link as by mail.</summary>
public static class Standing
{
    static readonly Role[] Acting = [Role.FocalPoint, Role.Alternate, Role.Head];

    /// <summary>Why a person may not act for a call now, or null when they may. A link of somebody whose seat has passed to another is refused by this.</summary>
    public static string? Refusal(RoundInPlan round, DataCall call, string personId, DateTimeOffset now) => round.Person(personId) switch
    {
        null => $"Nobody with the id '{personId}' belongs to this cycle.",
        { } person when person.Organisation != call.Organisation || !Acting.Contains(person.Role) => $"{person.Name} does not answer for {call.Organisation}.",
        { } person when !person.IsValidOn(round.Zone.DayOf(now)) => $"{person.Name} is not in charge of {call.Organisation}'s answers now.",
        _ => null,
    };
}
