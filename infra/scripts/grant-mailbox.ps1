<#
.SYNOPSIS
    Lets the app read and send from its one shared mailbox, and from no other (Exchange RBAC for Applications).

.DESCRIPTION
    To be run once by an Exchange administrator, after the deployment. Running it again changes nothing that is right already.
    It grants nothing in Entra: an application role such as Mail.ReadWrite there would reach every mailbox, whatever is scoped here.

.EXAMPLE
    ./grant-mailbox.ps1 -Mailbox mapo@moha.gov.my -ClientId (azd env get-value AZURE_IDENTITY_CLIENT_ID) -PrincipalId (azd env get-value AZURE_IDENTITY_PRINCIPAL_ID)
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # The address of the shared mailbox.
    [Parameter(Mandatory)] [string] $Mailbox,

    # The client id of the app's identity (output AZURE_IDENTITY_CLIENT_ID).
    [Parameter(Mandatory)] [guid] $ClientId,

    # The object id of the app's identity (output AZURE_IDENTITY_PRINCIPAL_ID).
    [Parameter(Mandatory)] [guid] $PrincipalId,

    [string] $Name = 'Assessment'
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

if (-not (Get-Command Get-EXOMailbox -ErrorAction SilentlyContinue)) {
    throw 'Connect to Exchange Online first: Install-Module ExchangeOnlineManagement; Connect-ExchangeOnline.'
}

# The scope is this mailbox alone: its id does not change when it is renamed.
$guid = (Get-EXOMailbox -Identity $Mailbox -Properties ExchangeGuid).ExchangeGuid
$scope = "$Name mailbox"
$roles = 'Application Mail.ReadWrite', 'Application Mail.Send'

if (-not (Get-ServicePrincipal -Identity $PrincipalId.ToString() -ErrorAction SilentlyContinue)) {
    if ($PSCmdlet.ShouldProcess($ClientId, 'New-ServicePrincipal')) {
        New-ServicePrincipal -AppId $ClientId -ObjectId $PrincipalId -DisplayName $Name | Out-Null
    }
}

$filter = "ExchangeGuid -eq '$guid'"
if (-not (Get-ManagementScope -Identity $scope -ErrorAction SilentlyContinue)) {
    if ($PSCmdlet.ShouldProcess($scope, 'New-ManagementScope')) {
        New-ManagementScope -Name $scope -RecipientRestrictionFilter $filter | Out-Null
    }
}
elseif ($PSCmdlet.ShouldProcess($scope, 'Set-ManagementScope')) {
    Set-ManagementScope -Identity $scope -RecipientRestrictionFilter $filter
}

foreach ($role in $roles) {
    $assignment = "$Name $role"
    if (-not (Get-ManagementRoleAssignment -Identity $assignment -ErrorAction SilentlyContinue)) {
        if ($PSCmdlet.ShouldProcess($assignment, 'New-ManagementRoleAssignment')) {
            New-ManagementRoleAssignment -Name $assignment -App $PrincipalId -Role $role -CustomResourceScope $scope | Out-Null
        }
    }
}

# What Graph lets the app do follows within two hours.
$found = Test-ServicePrincipalAuthorization -Identity $PrincipalId.ToString() -Resource $Mailbox
$found | Format-Table RoleName, GrantedPermissions, AllowedResourceScope, InScope
foreach ($role in $roles) {
    if (-not ($found | Where-Object { $_.RoleName -eq $role -and $_.InScope })) {
        throw "$role is not in scope for ${Mailbox}: the app cannot work with it yet."
    }
}
