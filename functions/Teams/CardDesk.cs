using System.Globalization;
using Assessment.Clearance;
using Assessment.Register;
using Assessment.Review;
using Assessment.Triage;

namespace Assessment.Teams;

/// <summary>A card as it was shown; buttons are judged against this copy, never against what a client sends.</summary>
[Table("Cards")]
public sealed record ShownCard(Card Card, DateTimeOffset ShownAt);

/// <summary>Asks people for decisions and takes their answers, once each.</summary>
public sealed class CardDesk(Register.Register register, ICards cards, Ledger ledger, TimeProvider clock)
{
    /// <summary>Shows a card unless it was shown already, and gives back its key.</summary>
    public async Task<string> Ask(string cycleId, Card card, CancellationToken cancellation)
    {
        await ledger.Note(cycleId, $"card-{card.Key}", "CardShown", card.About, "system", $"{card.Title} Asked: {string.Join(", ", card.For)}.", clock);
        await cards.Show(card, cancellation);
        await register.Insert(cycleId, card.Key, new ShownCard(card, clock.GetUtcNow()), cancellation);
        return card.Key;
    }

    public Task<ShownCard?> Shown(string cycleId, string key, CancellationToken cancellation) => register.Find<ShownCard>(cycleId, key, cancellation);

    public Task<Decision?> Decision(string cycleId, string key, CancellationToken cancellation) => register.Find<Decision>(cycleId, key, cancellation);

    public Task<Press> Press(string cycleId, string key, string person, string choice, string? reason, CancellationToken cancellation)
        => Press(cycleId, key, person, new PressedButton(choice, reason), cancellation);

    /// <summary>The rows of a cycle whose open card was decided, each with the decision. A row without an open card has none to wait for.</summary>
    public async Task<IReadOnlyList<Decided<T>>> Decided<T>(string cycleId, Func<T, string?> openCard, CancellationToken cancellation)
        where T : class
    {
        var decided = new List<Decided<T>>();
        foreach (var row in await register.List<T>(cycleId, cancellation: cancellation))
        {
            if (openCard(row) is { } key && await Decision(cycleId, key, cancellation) is { } decision)
            {
                decided.Add(new Decided<T>(row, decision));
            }
        }

        return decided;
    }

    /// <summary>Records what a person pressed. The first decision wins; the same person pressing the same button again is no error.</summary>
    public async Task<Press> Press(string cycleId, string key, string person, PressedButton pressed, CancellationToken cancellation)
    {
        var (choice, reason) = (pressed.Choice, pressed.Reason);
        if (await Shown(cycleId, key, cancellation) is not { Card: var card })
        {
            return Teams.Press.Refused($"There is no card {key}.");
        }

        // The date that it is already somewhere on earth: a person's own calendar may be ahead of UTC.
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddHours(14));
        var target = Targets.Of(card, pressed);
        if ((PressRules.Refusal(card, person, choice, target ?? reason)
            ?? DeclassificationRules.Refusal(choice, reason, today)
            ?? await Targets.Refusal(register, cycleId, card, pressed, cancellation)) is { } refusal)
        {
            return await Decision(cycleId, key, cancellation) is { } earlier && earlier.By != person ? Teams.Press.TooLate(earlier) : Teams.Press.Refused(refusal);
        }

        var decision = new Decision { CardKey = key, Choice = choice, By = person, At = clock.GetUtcNow(), Reason = reason, Target = target };
        await register.Insert(cycleId, key, decision, cancellation);

        var standing = await register.Find<Decision>(cycleId, key, cancellation) ?? decision;
        if (standing.By != person || standing.Choice != choice || standing.Target != target)
        {
            return Teams.Press.TooLate(standing);
        }

        await ledger.Note(cycleId, $"press-{key}", "CardPressed", card.About, person, $"{card.Title} Decision: {choice}.", clock, standing.Reason);
        return new Press(card.Instance, null);
    }
}

/// <summary>A row, and what was decided on its card.</summary>
public sealed record Decided<T>(T Row, Decision Decision);

/// <summary>The instance to wake, or why the press was refused.</summary>
public sealed record Press(string? Instance, string? Refusal)
{
    /// <summary>The decision that stands, when that is why.</summary>
    public Decision? Standing { get; init; }

    public static Press Refused(string why) => new(null, why);

    public static Press TooLate(Decision standing)
        => new(null, string.Create(CultureInfo.InvariantCulture, $"{standing.By} has already decided this card: {standing.Choice}, at {standing.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC.")) { Standing = standing };
}

public static class PressRules
{
    /// <summary>Why a press does not count, or null when it does.</summary>
    public static string? Refusal(Card card, string person, string choice, string? reason)
    {
        if (!card.For.Contains(person))
        {
            return $"{person} may not decide this card; it is for {string.Join(", ", card.For)}.";
        }

        if (card.Buttons.FirstOrDefault(button => button.Decision == choice) is not { } pressed)
        {
            return $"'{choice}' is not a decision of this card; choose {string.Join(" or ", card.Buttons.Select(button => button.Decision))}.";
        }

        return pressed.NeedsReason && string.IsNullOrWhiteSpace(reason) ? $"'{pressed.Title}' needs a reason: say in a sentence why." : null;
    }
}
