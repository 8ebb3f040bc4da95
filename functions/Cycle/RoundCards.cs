using Assessment.Review;
using Assessment.Teams;

namespace Assessment.Cycle;

/// <summary>The questions that a round puts to people: may the letters go out, does the council endorse, may the package go out.</summary>
public static class RoundCards
{
    public static string EndorsementKey(string roundAddress, int correction = 0) => $"{roundAddress}-endorsement{Address.Of(correction)}";

    public static string HandInKey(string roundAddress, int correction = 0) => $"{roundAddress}-handin{Address.Of(correction)}";

    public static Card Release(RoundInPlan round, int calls, int items, DateTimeOffset now) => new()
    {
        Key = $"{round.Address}-release",
        Kind = CardKind.ReleaseCalls,
        For = [.. round.People(Role.Secretariat, now).Select(person => person.Id)],
        Instance = round.Address,
        About = round.Address,
        Title = $"{round.Round.Title}: release the data calls?",
        Text = $"{calls} letters with {items} items are ready. After release each organisation gets its one letter.",
        Facts =
        [
            new("Covers", $"{round.Round.CoversFrom:yyyy-MM-dd} to {round.Round.CoversTo:yyyy-MM-dd}"),
            new("Replies due", round.Local(round.Round.RepliesDue)),
            new("Sign-off by", round.Local(round.Round.SignOffBy)),
            new("Hard date", round.Local(round.Round.HardDate)),
        ],
        Buttons = [new(Choice.Release, "Release"), new(Choice.Hold, "Hold", NeedsReason: true)],
    };

    public static Card Endorsement(RoundInPlan round, string text, IReadOnlyList<CardFact> facts, DateTimeOffset now) => new()
    {
        Key = EndorsementKey(round.Address, round.Running.PreparedBy),
        Kind = CardKind.Endorsement,
        For = [.. round.People(Role.Chair, now).Select(person => person.Id)],
        Instance = round.Running.Correction is { } correction ? Address.OfCorrection(round.Address, correction.Number) : round.Address,
        About = round.Address,
        Title = $"{TitleOf(round)}: does the council endorse the consolidated draft?",
        Text = text,
        Facts = [.. Corrected(round), .. facts],
        Buttons = [new(Choice.Endorse, "Endorse"), new(Choice.Decline, "Decline", NeedsReason: true)],
    };

    public static Card ReleaseSubmission(RoundInPlan round, string text, IReadOnlyList<CardFact> facts, DateTimeOffset now) => new()
    {
        Key = HandInKey(round.Address, round.Running.PreparedBy),
        Kind = CardKind.ReleaseSubmission,
        For = [.. round.People(Role.Secretariat, now).Select(person => person.Id)],
        Instance = Address.OfSubmission(round.Address, round.Running.PreparedBy),
        About = round.Address,
        Title = round.Round.SubmittedAbroad ? $"{TitleOf(round)}: seal and hand in?" : $"{TitleOf(round)}: seal and file?",
        Text = text,
        Facts = [.. Corrected(round), .. facts],
        Buttons = [new(Choice.Release, round.Round.SubmittedAbroad ? "Seal and hand in" : "Seal and file"), new(Choice.Hold, "Hold", NeedsReason: true)],
    };

    static string TitleOf(RoundInPlan round) => round.Running.Correction is { } correction ? $"{round.Round.Title}, version {correction.Version}" : round.Round.Title;

    /// <summary>What a version after the first is for.</summary>
    static IEnumerable<CardFact> Corrected(RoundInPlan round) => round.Running.Correction is not { } correction ? [] :
    [
        new($"Supersedes version {round.Running.Version} because", correction.Reason),
        new("Corrected", string.Join(", ", correction.Items.Select(item => item.Name))),
    ];
}
