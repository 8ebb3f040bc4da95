namespace Assessment.Host.Runtime;

/// <summary>The code of an orchestration, run again over its history, does something else than the history says.</summary>
public sealed class NonDeterminismException : Exception
{
    internal NonDeterminismException(string instanceId, int step, string history, string code)
        : base($"Orchestration '{instanceId}' does not repeat its history: at step {step} the history says {history}, but the code does {code}.")
    {
    }
}
