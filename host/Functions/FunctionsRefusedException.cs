namespace Assessment.Host.Functions;

/// <summary>The app cannot start: says of every function that cannot be bound why, and what to do.</summary>
public sealed class FunctionsRefusedException(IReadOnlyList<string> refusals)
    : Exception($"{Count(refusals.Count)}:{string.Concat(refusals.Select(refusal => $"\n- {refusal}"))}")
{
    public IReadOnlyList<string> Refusals { get; } = refusals;

    static string Count(int refusals) => refusals == 1
        ? "The app cannot start for 1 reason"
        : $"The app cannot start for {refusals} reasons";
}
