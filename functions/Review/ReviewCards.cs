using System.Globalization;
using Assessment.Clearance;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Evidence.Figures;
using Assessment.Mail;
using Assessment.Teams;

namespace Assessment.Review;

/// <summary>The questions that a data call puts to the secretariat.</summary>
public static class ReviewCards
{
    /// <summary>Accept or return one answer; the card shows exactly what the decision is about.</summary>
    public static Card Review(RoundInPlan round, DataCall call, Item item, DateTimeOffset now, IReadOnlyList<Concern>? settled = null)
    {
        var answer = item.Answer ?? throw new InvalidOperationException($"{item.CallId}/{item.Code} has no answer to review.");
        return new Card
        {
            Key = item.ReviewKey,
            Kind = CardKind.ReviewItem,
            For = Officers(round, now),
            Instance = call.Instance,
            About = $"{call.Id}/{item.Code}",
            Title = $"{call.Organisation}: answer {item.Version} to {item.Code}",
            Text = answer.Narrative ?? (answer.NothingToReport is { } reason ? $"Nothing to report: {reason}" : "No text; figures or files only."),
            Facts = [.. Facts(round, call, item, answer), .. ClearanceFacts.Of(round, answer, settled ?? [])],
            Buttons = [new(Choice.Accept, "Accept"), new(Choice.Return, "Return", NeedsReason: true)],
        };
    }

    public static Card Extension(RoundInPlan round, DataCall call, Item item, ExtensionRequest extension, DateTimeOffset now) => new()
    {
        Key = extension.CardKey,
        Kind = CardKind.ExtensionRequest,
        For = Officers(round, now),
        Instance = call.Instance,
        About = $"{call.Id}/{item.Code}",
        Title = $"{call.Organisation}: more time for {item.Code} until {extension.Until:yyyy-MM-dd}?",
        Text = extension.Reason,
        Facts = [new("Due now", round.Local(item.DueAt)), new("Round goes on without it after", round.Local(round.AnswersEnd(now)))],
        Buttons = [new(Choice.Grant, "Grant"), new(Choice.Refuse, "Refuse", NeedsReason: true)],
    };

    /// <summary>What is missing or looks wrong in the figures, one sentence each.</summary>
    public static IEnumerable<CardFact> Flags(RoundInPlan round, DataCall call, Item item) =>
        FigureReview.Of(round, call, item).Select(flag => new CardFact("Please look at", flag.Sentence.ToString()));

    static List<string> Officers(RoundInPlan round, DateTimeOffset now) => [.. round.People(Role.Secretariat, now).Select(person => person.Id)];

    static IEnumerable<CardFact> Facts(RoundInPlan round, DataCall call, Item item, Answer answer)
    {
        yield return new CardFact("Received", $"{round.Local(answer.ReceivedAt)} from {answer.SentBy}");
        foreach (var figure in answer.Figures)
        {
            yield return new CardFact(figure.Indicator, FigureText(round, item, figure));
        }

        foreach (var missing in AskedFigures.Of(round, item.Code, call.Organisation).Where(indicator => answer.Figures.All(figure => figure.Indicator != indicator.Id)))
        {
            yield return new CardFact(missing.Id, "not stated");
        }

        foreach (var file in answer.Files)
        {
            yield return new CardFact("File", $"{file.OriginalName}, {Texts.Number(file.Size)} bytes, SHA-256 {file.Sha256[..12]}…");
        }
    }

    /// <summary>A figure with all that was stated of it, and what was not.</summary>
    public static string FigureText(RoundInPlan round, Item item, Figure figure)
    {
        if (figure.NotAvailableBecause is { } because)
        {
            return $"not available: {because}" + (figure.PlannedBy is { } planned ? $"; planned by {planned:yyyy-MM-dd}" : "; no plan stated");
        }

        var lastYear = round.Plan.Recommendation(item.Code).Indicators.FirstOrDefault(indicator => indicator.Id == figure.Indicator)?.LastYear;
        return string.Join(", ", new[]
        {
            figure.Value is { } number ? $"{Texts.Number(number)} {figure.Unit}" : "no number",
            figure is { From: { } from, To: { } to } ? string.Create(CultureInfo.InvariantCulture, $"{from:yyyy-MM-dd} to {to:yyyy-MM-dd}") : "no period",
            figure.CutOff is { } cutOff ? string.Create(CultureInfo.InvariantCulture, $"cut-off {cutOff:yyyy-MM-dd}") : "no cut-off date",
            figure.Source ?? "no source",
        })
            + (figure.Parts.Count > 0 ? $"; {string.Join(", ", figure.Parts.Select(part => $"{part.Label} {Texts.Number(part.Value)}"))}" : "")
            + (lastYear is { } last ? $"; last year {Texts.Number(last)}" : "");
    }
}
