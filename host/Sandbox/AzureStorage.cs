using Assessment.Evidence;
using Assessment.Register;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Assessment.Host.Sandbox;

/// <summary>An account of Azure Storage, as a rule the emulator's, that a local run works on with the adapters of the app on Azure.</summary>
public sealed record AzureStorage(string ConnectionString)
{
    const string Vault = "vault";
    const string Landing = "landing";

    /// <summary>Makes the containers that the deployment makes on Azure.</summary>
    public async Task Prepare(CancellationToken cancellation)
    {
        var service = new BlobServiceClient(ConnectionString);
        foreach (var container in new[] { Vault, Landing })
        {
            await service.GetBlobContainerClient(container).CreateIfNotExistsAsync(cancellationToken: cancellation);
        }
    }

    public IRegister OpenRegister() => new TablesRegister(new TableServiceClient(ConnectionString));

    public IEvidenceStore OpenVault() => Container(Vault);

    public IEvidenceStore OpenLanding() => Container(Landing);

    BlobEvidenceStore Container(string name) => new(new BlobServiceClient(ConnectionString).GetBlobContainerClient(name));
}
