using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assessment.Host.Runtime;

public enum Replay
{
    /// <summary>An orchestration stays in memory between its turns and is replayed only when it was evicted or after a restart.</summary>
    Kept,

    /// <summary>Every turn replays the whole history, which proves that the code is deterministic.</summary>
    EveryTurn,
}

public sealed class RuntimeOptions
{
    /// <summary>The version of instances that are started without one.</summary>
    public string? DefaultVersion { get; init; }

    public Replay Replay { get; init; } = Replay.Kept;

    /// <summary>How many orchestrations stay in memory between their turns.</summary>
    public int KeptInstances { get; init; } = 16_384;

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    public DataConverter DataConverter { get; init; } = JsonDataConverter.Default;
}
