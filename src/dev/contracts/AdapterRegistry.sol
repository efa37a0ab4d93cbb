// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

/// @title AdapterRegistry (poa/1 reference interface)
/// @notice Hosts that serve models, adapters of models, and which adapter is deployed on which host. The real contract's ABI is
/// not public: this is the reference that Headwater defines.
contract AdapterRegistry {
    event HostRegistered(bytes32 indexed host, address indexed operator, uint32 gpus, string uri);
    event HostRetired(bytes32 indexed host);
    event AdapterRegistered(
        uint256 indexed adapterId,
        uint256 indexed modelId,
        address indexed owner,
        uint32 version,
        uint16 rank,
        bytes32 weightsHash,
        string uri
    );
    event AdapterDeployed(uint256 indexed adapterId, bytes32 indexed host);
    event AdapterRetired(uint256 indexed adapterId, bytes32 indexed host);

    uint256 public adapterCount;
    /// @notice Zero where the host was never registered, or is retired.
    mapping(bytes32 host => address) public operatorOf;
    mapping(bytes32 host => bool) public isKnown;
    mapping(uint256 adapterId => address) public ownerOf;
    mapping(uint256 adapterId => mapping(bytes32 host => bool)) public isDeployed;

    modifier onlyOperator(bytes32 host) {
        require(operatorOf[host] == msg.sender, "not the host's operator");
        _;
    }

    function registerHost(bytes32 host, uint32 gpus, string calldata uri) external {
        require(host != bytes32(0), "no host");
        require(!isKnown[host], "known before");
        isKnown[host] = true;
        operatorOf[host] = msg.sender;
        emit HostRegistered(host, msg.sender, gpus, uri);
    }

    /// @notice Ends a host, and with it the service of every adapter on it; their deployments are not ended one by one.
    function retireHost(bytes32 host) external onlyOperator(host) {
        operatorOf[host] = address(0);
        emit HostRetired(host);
    }

    function registerAdapter(
        uint256 modelId,
        uint32 version,
        uint16 rank,
        bytes32 weightsHash,
        string calldata uri
    ) external returns (uint256 adapterId) {
        require(rank > 0, "no rank");
        adapterId = ++adapterCount;
        ownerOf[adapterId] = msg.sender;
        emit AdapterRegistered(adapterId, modelId, msg.sender, version, rank, weightsHash, uri);
    }

    function deploy(uint256 adapterId, bytes32 host) external onlyOperator(host) {
        require(ownerOf[adapterId] != address(0), "no such adapter");
        require(!isDeployed[adapterId][host], "deployed before");
        isDeployed[adapterId][host] = true;
        emit AdapterDeployed(adapterId, host);
    }

    function retire(uint256 adapterId, bytes32 host) external onlyOperator(host) {
        require(isDeployed[adapterId][host], "not deployed");
        isDeployed[adapterId][host] = false;
        emit AdapterRetired(adapterId, host);
    }
}
