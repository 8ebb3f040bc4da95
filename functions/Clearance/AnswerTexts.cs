using System.Security.Cryptography;
using System.Text;
using Assessment.Evidence;

namespace Assessment.Clearance;

/// <summary>The words of an answer that an assessor would read: the answer itself and what is written beside its figures. Internal remarks are none of them.</summary>
public static class AnswerTexts
{
    public static IEnumerable<string> Of(Answer answer) =>
        new[] { answer.Narrative, answer.NothingToReport }
            .Concat(answer.Figures.SelectMany(figure => new[] { figure.Unit, figure.Source, figure.NotAvailableBecause }.Concat(figure.Parts.Select(part => part.Label))))
            .OfType<string>()
            .Where(text => text.Length > 0);

    /// <summary>The same answer with every text changed by the same rule.</summary>
    public static Answer Map(Answer answer, Func<string, string> change) => answer with
    {
        Narrative = Changed(answer.Narrative, change),
        NothingToReport = Changed(answer.NothingToReport, change),
        Figures =
        [
            .. answer.Figures.Select(figure => figure with
            {
                Unit = Changed(figure.Unit, change),
                Source = Changed(figure.Source, change),
                NotAvailableBecause = Changed(figure.NotAvailableBecause, change),
                Parts = [.. figure.Parts.Select(part => part with { Label = change(part.Label) })],
            }),
        ],
    };

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    static string? Changed(string? text, Func<string, string> change) => text is null ? null : change(text);
}
