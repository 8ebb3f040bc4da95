using System.Text.RegularExpressions;

namespace Assessment.Mail;

/// <summary>What the receiving mail server found out about the sender.</summary>
public static partial class SenderCheck
{
    /// <summary>True when the server says that the sender's domain disowns the mail: it is then held, whoever it claims to be from. Only the topmost verdict is ours.</summary>
    public static bool IsForged(IReadOnlyList<MailHeader> headers)
        => headers.FirstOrDefault(header => string.Equals(header.Name, "Authentication-Results", StringComparison.OrdinalIgnoreCase)) is { } verdict && Disowned().IsMatch(verdict.Value);

    [GeneratedRegex(@"\bdmarc\s*=\s*fail\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Disowned();
}
