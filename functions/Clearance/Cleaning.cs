using System.Text;
using Assessment.Evidence;
using Assessment.Evidence.PersonalData;
using Assessment.Review;

namespace Assessment.Clearance;

/// <summary>What a decision changes in an answer. The same decision twice changes it once.</summary>
public static class Cleaning
{
    /// <summary>The answer with one of its texts redacted, wherever it stands.</summary>
    public static Answer Redacted(Answer answer, string hash, ScanPolicy policy) =>
        AnswerTexts.Map(answer, text => AnswerTexts.HashOf(text) == hash ? Redacted(text, policy) : text);

    public static string Redacted(string text, ScanPolicy policy) =>
        Redaction.Overwrite(text, PersonalDataScan.Text(text, policy).Where(finding => finding.Severity == Severity.Blocks));

    /// <summary>The text of a hash in an answer, or null when it is gone.</summary>
    public static string? TextOf(Answer answer, string hash) => AnswerTexts.Of(answer).FirstOrDefault(text => AnswerTexts.HashOf(text) == hash);

    /// <summary>The answer with the cleaned copy in place of the original.</summary>
    public static Answer Replaced(Answer answer, string sha256, EvidenceFile cleaned) => answer with
    {
        Files = [.. answer.Files.Select(file => file.Sha256 == sha256 ? cleaned with { MessageId = file.MessageId, ReceivedAt = file.ReceivedAt, Grade = file.Grade, Declassified = file.Declassified } : file)],
    };

    /// <summary>The answer with one file, or all of its words, declassified.</summary>
    public static Answer Declassified(Answer answer, Concern concern, Declassification declassification) => concern.File is { } file
        ? answer with { Files = [.. answer.Files.Select(own => ConcernRules.IsOf(own, file, Matter.Grade) ? own with { Declassified = declassification } : own)] }
        : answer with { Declassified = declassification };

    /// <summary>The declassification that settled a concern, or null.</summary>
    public static Declassification? DeclassificationOf(Concern concern) => concern is { Outcome: Outcome.Declassified, Last: { } step }
        ? DeclassificationRules.Read(new Decision { CardKey = concern.CardKey, Choice = step.Choice, By = step.By, At = step.At, Reason = step.Reason })
        : null;

    /// <summary>Where the store keeps a text that was redacted.</summary>
    public static string NameOfOriginal(Concern concern) => $"{concern.CallId}/restricted/{concern.Id}.txt";

    /// <summary>Where the store keeps the cleaned copy, beside the original.</summary>
    public static string NameOfCopy(EvidenceFile original)
    {
        var slash = original.Name.LastIndexOf('/') + 1;
        return $"{original.Name[..slash]}cleaned-{original.Name[slash..]}";
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
