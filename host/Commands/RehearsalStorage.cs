using Assessment.Cycle;
using Assessment.Host.Sandbox;
using Azure;
using RegisterOf = Assessment.Register.Register;

namespace Assessment.Host.Commands;

/// <summary>What the register and the evidence of a rehearsal are kept on.</summary>
public enum StorageKind
{
    Local,
    Azurite,
}

/// <summary>The storage of a rehearsal, and the emulator behind it if the rehearsal started one.</summary>
sealed class RehearsalStorage(AzureStorage? storage, Azurite? emulator = null) : IAsyncDisposable
{
    /// <summary>Null for the disk of this machine.</summary>
    public AzureStorage? Azure => storage;

    /// <summary>The storage, or why there is none.</summary>
    public static async Task<(RehearsalStorage? Storage, string? Refusal)> Open(RehearsalOptions options, string cycleId, CancellationToken cancellation)
    {
        if (options.Storage == StorageKind.Local)
        {
            return (new RehearsalStorage(null), null);
        }

        if (options.Azurite is { } running)
        {
            var storage = new AzureStorage(running);
            var refusal = await Refusal(storage, options, cycleId, cancellation);
            return (refusal is null ? new RehearsalStorage(storage) : null, refusal);
        }

        if (Azurite.Find() is not { } script)
        {
            return (null, Azurite.WhatToDo);
        }

        var emulator = await Azurite.Start(script);
        var own = new RehearsalStorage(new AzureStorage(emulator.ConnectionString), emulator);
        await own.Azure!.Prepare(cancellation);
        return (own, null);
    }

    public ValueTask DisposeAsync() => emulator?.DisposeAsync() ?? ValueTask.CompletedTask;

    static async Task<string?> Refusal(AzureStorage storage, RehearsalOptions options, string cycleId, CancellationToken cancellation)
    {
        try
        {
            await storage.Prepare(cancellation);
            var known = await new RegisterOf(storage.OpenRegister()).Find<RunningCycle>(RunningCycle.Partition, cycleId, cancellation);
            return known is null || options.State is not null ? null
                : $"--azurite: this account holds cycle {cycleId} already. Name an empty one, or go on with that year by the --state that it began with.";
        }
        catch (Exception fault) when (fault is FormatException or RequestFailedException or AggregateException)
        {
            return $"--azurite: {fault.Message.Split('\n')[0]}";
        }
    }
}
