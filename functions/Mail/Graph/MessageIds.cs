using System.Text.RegularExpressions;

namespace Assessment.Mail.Graph;

/// <summary>The Message-IDs that a header names, with their angle brackets and in their order.</summary>
static partial class MessageIds
{
    public static IReadOnlyList<string> In(string? header) => [.. Id().Matches(header ?? "").Select(match => match.Value)];

    [GeneratedRegex(@"<[^<>\s]+>")]
    private static partial Regex Id();
}
